package io.concord.cli.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks nodes until all are ready, one of them ends, or the time is over. For one wait; not thread-safe. */
final class ReadyWait {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final List<NodeLayout> nodes;
    private final Function<String, NodeHealth> health;
    private final NodeProcesses processes;
    private final FailureReport report;
    private final Map<String, NodeProgress> ready = new HashMap<>();
    private final long startNanos = System.nanoTime();

    ReadyWait(
            List<NodeLayout> nodes,
            Function<String, NodeHealth> health,
            NodeProcesses processes,
            FailureReport report) {
        this.nodes = nodes;
        this.health = health;
        this.processes = processes;
        this.report = report;
    }

    void await(Duration timeout, Consumer<List<NodeProgress>> listener) {
        while (true) {
            requireAlive();
            List<NodeProgress> progress = ask();
            listener.accept(progress);
            if (progress.stream().allMatch(node -> node.health().isReady())) {
                return;
            }
            if (elapsed().compareTo(timeout) > 0) {
                throw report.timedOut(progress, timeout);
            }
            pause();
        }
    }

    private void requireAlive() {
        for (NodeLayout node : nodes) {
            Process process = processes.get(node.id());
            if (!process.isAlive()) {
                throw report.died(node, process.exitValue());
            }
        }
    }

    /** Everybody is asked every time, for one that was ready may not be so when the last one is. */
    private List<NodeProgress> ask() {
        List<NodeProgress> progress = new ArrayList<>();
        for (NodeLayout node : nodes) {
            progress.add(ask(node));
        }
        return progress;
    }

    private NodeProgress ask(NodeLayout node) {
        var now = new NodeProgress(node, health.apply(node.id()), elapsed());
        if (!now.health().isReady()) {
            ready.remove(node.id());
            return now;
        }
        // The time that it took to be ready is what stays on the screen.
        return ready.computeIfAbsent(node.id(), id -> now);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Less if a node ends meanwhile. */
    private void pause() {
        var ends = nodes.stream().map(node -> processes.get(node.id()).onExit()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(ends)
                    .completeOnTimeout(PAUSE, PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot watch the nodes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while waiting for the cluster to be ready", e);
        }
    }
}
