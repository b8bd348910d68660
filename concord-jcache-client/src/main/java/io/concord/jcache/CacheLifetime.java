package io.concord.jcache;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether a cache is open, and what to release when it is not any more. */
final class CacheLifetime {
    private static final System.Logger LOG = System.getLogger(CacheLifetime.class.getName());

    private final String name;
    private final List<AutoCloseable> resources;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param resources in the order in which they are released */
    CacheLifetime(String name, List<AutoCloseable> resources) {
        this.name = name;
        this.resources = List.copyOf(resources);
    }

    boolean isClosed() {
        return closed.get();
    }

    void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("cache '" + name + "' is closed");
        }
    }

    /** Releases everything, whatever one of the resources throws; only once. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            resources.forEach(this::release);
        }
    }

    // Justification: a customization may throw anything, and the others are to be closed all the same.
    @SuppressWarnings("CatchingUnchecked")
    private void release(AutoCloseable resource) {
        try {
            resource.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "cache '" + name + "': " + resource + " failed to close", e);
        }
    }
}
