package io.concord.cli.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A cluster of Open Liberty servers that this JVM starts and, whatever happens, stops: by {@link #close}, when a start
 * fails half way, and when the JVM ends. Thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
    /** How long nodes may take to stop unless a caller says otherwise. */
    public static final Duration STOP_PATIENCE = GracefulStop.PATIENCE;

    private final ClusterLayout layout;
    private final NodeLauncher launcher;
    private final GracefulStop stop;
    private final HealthProbe probe = new HealthProbe();
    private final NodeProcesses processes = new NodeProcesses();
    private final Thread closeAtExit = new Thread(this::stopEverything, "stop-local-cluster");

    /** A cluster with nothing special about it. */
    public LocalCluster(ClusterLayout layout) {
        this(layout, LaunchOptions.NONE);
    }

    /** A cluster whose nodes get additional variables or JVM arguments. */
    public LocalCluster(ClusterLayout layout, LaunchOptions options) {
        this(layout, options, STOP_PATIENCE, notice -> {});
    }

    /** A cluster that waits {@code stopPatience} for nodes to stop and tells {@code notices} whom it had to kill. */
    public LocalCluster(ClusterLayout layout, LaunchOptions options, Duration stopPatience, Consumer<String> notices) {
        this.layout = layout;
        this.launcher = new NodeLauncher(layout, options);
        this.stop = new GracefulStop(stopPatience, notices);
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    /** Starts every node without waiting for it. On failure no node is left running. */
    public void startAll() {
        layout.requireFreePorts();
        try {
            layout.nodes().forEach(node -> start(node.id()));
        } catch (RuntimeException e) {
            stopRunning();
            throw e;
        }
    }

    /** Starts every node and waits until all are ready. On failure no node is left running. */
    public void startAllAndAwaitReady(Duration timeout) {
        startAll();
        try {
            awaitReady(timeout);
        } catch (RuntimeException e) {
            stopRunning();
            throw e;
        }
    }

    /**
     * Starts one node without waiting for it. As long as it never had data it starts as a founding member; afterwards it
     * does not, so that a node whose data directory was emptied has no vote.
     */
    public void start(String nodeId) {
        NodeLayout node = layout.node(nodeId);
        new ServerInstallation(layout.libertyHome()).verify();
        processes.start(nodeId, () -> {
            node.ports().forEach(PortUse::requireFree);
            layout.files().prepare();
            layout.files().signingKey();
            layout.files().makeTokensSecret();
            return launcher.launch(node, nodeStart(nodeId));
        });
    }

    /** Stops one node gracefully; does nothing when it does not run. */
    public void stop(String nodeId) {
        processes.running(nodeId).ifPresent(process -> stop.stop(Map.of(nodeId, process)));
        forget(nodeId);
    }

    /** Ends one node as a power failure would (SIGKILL), and waits until it is gone. */
    public void kill(String nodeId) {
        processes.running(nodeId).ifPresent(GracefulStop::kill);
        forget(nodeId);
    }

    /** Waits until every node that was started is ready. */
    public void awaitReady(Duration timeout) {
        awaitReady(timeout, progress -> {});
    }

    /** Waits until every node that was started is ready, and tells how far each of them is. */
    public void awaitReady(Duration timeout, Consumer<List<NodeProgress>> progress) {
        await(
                layout.nodes().stream()
                        .filter(node -> processes.find(node.id()).isPresent())
                        .toList(),
                timeout,
                progress);
    }

    /** Waits until one node is ready. */
    public void awaitReady(String nodeId, Duration timeout) {
        await(List.of(layout.node(nodeId)), timeout, progress -> {});
    }

    /** What a node says about itself now; a node that does not run is dead. */
    public NodeHealth health(String nodeId) {
        return isRunning(nodeId)
                ? probe.check(layout.node(nodeId))
                : new NodeHealth(NodeHealth.Phase.DEAD, "it does not run");
    }

    /** Whether a node's process is alive. */
    public boolean isRunning(String nodeId) {
        return processes.running(nodeId).isPresent();
    }

    /** The process id of a node that was started and neither stopped nor killed. */
    public long pid(String nodeId) {
        return processes.get(nodeId).pid();
    }

    /** Completes with a node's exit code when its process ends. */
    public CompletableFuture<Integer> exit(String nodeId) {
        return processes.get(nodeId).onExit().thenApply(Process::exitValue);
    }

    /** Where everything is. */
    public ClusterLayout layout() {
        return layout;
    }

    /** The HTTP endpoint of each node, running or not. */
    public List<URI> endpoints() {
        return layout.endpoints();
    }

    /** The HTTP endpoint of one node. */
    public URI endpoint(String nodeId) {
        return layout.node(nodeId).endpoint();
    }

    /** The files of one node: its data, its logs. */
    public NodeFiles files(String nodeId) {
        return layout.files().node(nodeId);
    }

    /** Makes tokens that this cluster trusts; they stay valid when it restarts on the same directory. */
    public TokenMinter tokens() {
        layout.files().prepare();
        return new TokenMinter(layout.files().signingKey());
    }

    /** Whether {@link #close} was called or the JVM is ending, so that nodes which end now do so on purpose. */
    public boolean isClosing() {
        return processes.isClosing();
    }

    /** Leaves the nodes running when this JVM ends. Their process files let another JVM find them. */
    public void release() {
        processes.close();
        processes.forgetAll();
        removeHook();
    }

    /** Stops every node that still runs; nothing can be started afterwards. */
    @Override
    public void close() {
        stopEverything();
        removeHook();
    }

    private void await(List<NodeLayout> nodes, Duration timeout, Consumer<List<NodeProgress>> progress) {
        new ReadyWait(nodes, this::health, processes, new FailureReport(layout.files())).await(timeout, progress);
        recordFounders();
    }

    private NodeStart nodeStart(String nodeId) {
        recordFounders();
        return new NodeStart(
                layout.files().founding().isFounding(nodeId),
                layout.files().certificates(layout.name()).of(nodeId));
    }

    private void recordFounders() {
        layout.files().founding().observe(layout.nodes(), layout.files());
    }

    private void stopEverything() {
        processes.close();
        stopRunning();
    }

    /** A process is forgotten only once it has ended: until then the end of this JVM would still stop it. */
    private void stopRunning() {
        Map<String, ProcessHandle> running = processes.running();
        stop.stop(running);
        layout.nodes().forEach(node -> forget(node.id()));
    }

    private void forget(String nodeId) {
        if (processes.forget(nodeId)) {
            recordFounders();
            files(nodeId).forgetProcess();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException alreadyRunning) {
            // The JVM is ending: the hook does the same work now.
        }
    }
}
