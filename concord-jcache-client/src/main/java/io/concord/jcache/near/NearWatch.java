package io.concord.jcache.near;

import io.concord.core.model.Namespace;
import io.concord.jcache.transport.Backoff;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The watch of a near cache. One that is refused (no right, no namespace) is asked for again after a pause of a second, which
 * doubles up to a minute: by a read, so that a cache that nobody reads asks for nothing. Safe for use by several threads.
 */
final class NearWatch implements AutoCloseable {
    static final Duration PAUSE_MAX = Duration.ofMinutes(1);
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);

    private final StoreConnection connection;
    private final Namespace namespace;
    private final LongSupplier nanos;
    private final Backoff pauses = new Backoff(
            PAUSE_FIRST.toNanos(),
            PAUSE_MAX.toNanos(),
            () -> ThreadLocalRandom.current().nextDouble());
    private StoreConnection.@Nullable Subscription subscription;
    private volatile boolean refused;
    private int refusals;
    private long againNanos;
    private boolean closed;

    NearWatch(StoreConnection connection, Namespace namespace, LongSupplier nanos) {
        this.connection = connection;
        this.namespace = namespace;
        this.nanos = nanos;
    }

    synchronized void begin(WatchObserver observer) {
        if (!closed) {
            refused = false;
            subscription = connection.watch(namespace, observer);
        }
    }

    /** Begins anew, if the watch was refused and the pause is over. */
    void beginAgain(WatchObserver observer) {
        if (refused) {
            synchronized (this) {
                if (refused && nanos.getAsLong() - againNanos >= 0) {
                    begin(observer);
                }
            }
        }
    }

    /** The watch has begun: the next refusal is a first one. */
    synchronized void stands() {
        refusals = 0;
    }

    /** The watch has ended by itself. */
    synchronized void refused() {
        refusals++;
        againNanos = nanos.getAsLong() + pauses.nanos(refusals);
        refused = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        refused = false;
        if (subscription != null) {
            subscription.close();
        }
    }
}
