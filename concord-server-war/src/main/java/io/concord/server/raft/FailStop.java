package io.concord.server.raft;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The node's way out when something happens that cannot be: it remembers the reason, stops the node, and lets nothing
 * be acknowledged afterwards. Only a restart gets it back.
 */
final class FailStop {
    private static final System.Logger LOG = System.getLogger(FailStop.class.getName());

    private final AtomicReference<String> reason = new AtomicReference<>();
    private final Runnable stop;

    /** @param stop leaves the cluster; called at most once, on a thread of its own */
    FailStop(Runnable stop) {
        this.stop = stop;
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }

    void fail(String what, Throwable cause) {
        if (reason.compareAndSet(null, what + ": " + cause)) {
            LOG.log(
                    Level.ERROR,
                    "Concord stops this node and acknowledges nothing more: " + what
                            + ". Restart it; if that fails again, report this with the log.",
                    cause);
            new Thread(stop, "concord-fail-stop").start();
        }
    }
}
