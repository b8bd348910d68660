package io.concord.server.raft;

import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jgroups.JChannel;

/**
 * Connects to the other members. One that comes back before they have noticed that it was gone is rejected as its own
 * double; it tries again until they have.
 */
final class Joining {
    private static final System.Logger LOG = System.getLogger(Joining.class.getName());
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_MILLIS = 500;

    private Joining() {}

    /** @throws Exception if the channel cannot connect, or is still rejected after a minute: another process has the id */
    static void connect(JChannel channel, String cluster) throws Exception {
        var end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                channel.connect(cluster);
                return;
            } catch (SecurityException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LOG.log(
                        Level.INFO,
                        "the other members still see this node as it was before; trying again: " + e.getMessage());
                pause();
            }
        }
    }

    private static void pause() throws InterruptedException {
        if (new CountDownLatch(1).await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }
}
