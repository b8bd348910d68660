package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Members that stand still, as in a long collection of garbage or on a stalled machine. A paused process does not obey a
 * polite request: whoever stops the cluster lets all of them go on first.
 */
final class Pauses {
    private final LocalCluster cluster;
    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    Pauses(LocalCluster cluster) {
        this.cluster = cluster;
    }

    void pause(String id) {
        signal("-STOP", id);
        paused.add(id);
    }

    /** Lets a paused member go on; another is left alone. */
    void resume(String id) {
        if (paused.remove(id)) {
            signal("-CONT", id);
        }
    }

    void resumeAll() {
        Set.copyOf(paused).forEach(this::resume);
    }

    private void signal(String signal, String id) {
        try {
            var kill = new ProcessBuilder("kill", signal, Long.toString(cluster.pid(id))).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill " + signal + " of " + id + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
