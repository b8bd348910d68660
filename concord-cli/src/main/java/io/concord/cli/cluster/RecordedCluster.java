package io.concord.cli.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A cluster that another JVM started, as its process files tell.
 *
 * @param layout where it is
 */
public record RecordedCluster(ClusterLayout layout) {
    /** The foreground command needs its own time to stop the nodes before it ends itself. */
    private static final Duration SUPERVISOR_EXTRA = Duration.ofSeconds(10);

    /** Refuses to start a second set of servers on the same data. */
    public void requireNotRunning() {
        Map<String, ProcessHandle> running = running();
        if (!running.isEmpty()) {
            throw new ClusterFailure("a cluster is already running in " + layout.directory() + ": "
                    + running.keySet() + ". See 'concord dev status'; end it with 'concord dev stop'; or choose another"
                    + " directory and other ports with --data DIR, --http-port and --cluster-port");
        }
    }

    /** How each node is, in the order of the nodes. */
    public List<NodeStatus> status() {
        var probe = new HealthProbe();
        return layout.nodes().stream().map(node -> status(node, probe)).toList();
    }

    /**
     * Stops whoever looks after the nodes, then the nodes that are left.
     *
     * @return the ids of the nodes that ran
     */
    public List<String> stop(Consumer<String> notices) {
        List<String> stopped = List.copyOf(running().keySet());
        supervisor()
                .ifPresent(process -> new GracefulStop(GracefulStop.PATIENCE.plus(SUPERVISOR_EXTRA), notices)
                        .stop(Map.of("concord dev", process)));
        new GracefulStop(GracefulStop.PATIENCE, notices).stop(running());
        layout.nodes().forEach(node -> layout.files().node(node.id()).forgetProcess());
        return stopped;
    }

    /** Whether a {@code concord dev} looks after the cluster in the foreground. */
    public boolean isSupervised() {
        return supervisor().isPresent();
    }

    private NodeStatus status(NodeLayout node, HealthProbe probe) {
        Optional<ProcessRecord> known = ProcessRecord.read(files(node).process());
        Optional<ProcessHandle> process = known.flatMap(ProcessRecord::running);
        if (process.isEmpty()) {
            String why = known.isEmpty()
                    ? "stopped"
                    : "it ended unasked; log: " + files(node).consoleLog();
            return new NodeStatus(node, OptionalLong.empty(), new NodeHealth(NodeHealth.Phase.DEAD, why));
        }
        return new NodeStatus(node, OptionalLong.of(process.get().pid()), probe.check(node));
    }

    private Map<String, ProcessHandle> running() {
        Map<String, ProcessHandle> running = new LinkedHashMap<>();
        layout.nodes()
                .forEach(node -> ProcessRecord.read(files(node).process())
                        .flatMap(ProcessRecord::running)
                        .ifPresent(process -> running.put(node.id(), process)));
        return running;
    }

    /** Never this process: a start that asks about the past holds the lock itself. */
    private Optional<ProcessHandle> supervisor() {
        return ProcessRecord.read(layout.files().supervisor())
                .flatMap(ProcessRecord::running)
                .filter(process -> process.pid() != ProcessHandle.current().pid());
    }

    private NodeFiles files(NodeLayout node) {
        return layout.files().node(node.id());
    }
}
