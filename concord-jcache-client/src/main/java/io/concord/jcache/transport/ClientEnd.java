package io.concord.jcache.transport;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The executor of a client of the JDK's, and its end. Java 21 has {@code shutdownNow}. Before that, a client that nobody uses keeps
 * its connections and its thread until it is found to be garbage, in a quiet JVM for hours; but the thread ends, and closes all
 * connections, when it is interrupted. It is known because it hands over what comes by a connection.
 */
final class ClientEnd implements Executor {
    private static final System.Logger LOG = System.getLogger(ClientEnd.class.getName());
    private static final @Nullable Method SHUTDOWN_NOW = shutdownNow();

    private final Executor workers;
    private volatile @Nullable Thread selector;

    ClientEnd(Executor workers) {
        this.workers = workers;
    }

    @Override
    public void execute(Runnable task) {
        if (selector == null && isSelector(Thread.currentThread())) {
            selector = Thread.currentThread();
        }
        workers.execute(task);
    }

    /** Closes the connections of the client that has this executor, and ends its thread; does not wait for it. */
    void of(HttpClient client) {
        var thread = selector;
        if (SHUTDOWN_NOW != null) {
            try {
                SHUTDOWN_NOW.invoke(client);
            } catch (ReflectiveOperationException e) {
                LOG.log(Level.WARNING, "the HTTP client could not be shut down; it ends when it is garbage", e);
            }
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    private static boolean isSelector(Thread thread) {
        return thread.getName().startsWith("HttpClient-") && thread.getName().endsWith("-SelectorManager");
    }

    private static @Nullable Method shutdownNow() {
        try {
            return HttpClient.class.getMethod("shutdownNow");
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
