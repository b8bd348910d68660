package io.concord.it;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.LaunchOptions;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.NodeLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Three servers that reach each other through a {@link Relay} and can be paused. Every member advertises the port in front of
 * it ({@code external_addr}, {@code external_port} of the JGroups transport), which is what the others learn of it however
 * they learn it; it binds and dials from an address of its own. Closing it ends all processes, paused ones too.
 */
final class ChaosCluster implements AutoCloseable {
    static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration AGREEMENT_PATIENCE = Duration.ofSeconds(60);
    private static final String BINDING = "bind_addr=\"${concord.bind-address}\" bind_port=\"${concord.bind-port}\"";

    private final Links links = new Links();
    private final Relay relay;
    private final LocalCluster cluster;
    private final Pauses pauses;

    /** A member with the port in front of it. */
    private record Place(NodeLayout node, int front) {
        /** Where it binds and from where it dials; {@code n1} at 127.0.0.11. */
        String host() {
            return "127.0.0.1" + node.id().substring(1);
        }

        InetSocketAddress behind() {
            return new InetSocketAddress(host(), node.clusterPort());
        }
    }

    private ChaosCluster(String name) throws IOException {
        var ports = new FreePorts();
        var layout = new ClusterLayout(name, ports.nodes(ALL.size()), Clusters.emptied(name), Clusters.libertyHome());
        var places = layout.nodes().stream()
                .map(node -> new Place(node, ports.cluster()))
                .toList();
        relay = new Relay(
                links,
                places.stream().collect(Collectors.toMap(place -> place.node().id(), Place::behind)));
        for (var place : places) {
            relay.open(place.node().id(), place.front(), place.behind());
        }
        cluster = new LocalCluster(layout, options(name, places));
        pauses = new Pauses(cluster);
    }

    static ChaosCluster start(String name) {
        try {
            var chaos = new ChaosCluster(name);
            try {
                chaos.cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
                return chaos;
            } catch (RuntimeException e) {
                chaos.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalCluster cluster() {
        return cluster;
    }

    Links links() {
        return links;
    }

    /** All members but one. */
    static List<String> others(String id) {
        return ALL.stream().filter(other -> !other.equals(id)).toList();
    }

    /** Stops a member where it stands, as a long collection of garbage or a stalled machine would. */
    void pause(String id) {
        pauses.pause(id);
    }

    /** Lets a paused member go on. */
    void resume(String id) {
        pauses.resume(id);
    }

    /** The leader as all nodes agree. */
    String leader() {
        return Clusters.leader(cluster, ALL, AGREEMENT_PATIENCE);
    }

    /** Ends every fault and waits until all are ready: links work, nobody is paused, whoever was killed is started. */
    void heal(Duration patience) {
        links.heal();
        pauses.resumeAll();
        ALL.stream().filter(id -> !cluster.isRunning(id)).forEach(cluster::start);
        cluster.awaitReady(patience);
    }

    /** For when healing was not enough. */
    void restart() {
        ALL.forEach(cluster::kill);
        heal(Clusters.START_PATIENCE);
    }

    @Override
    public void close() {
        pauses.resumeAll();
        try {
            cluster.close();
        } finally {
            closeRelay();
        }
    }

    private void closeRelay() {
        try {
            relay.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LaunchOptions options(String name, List<Place> places) throws IOException {
        var members = places.stream()
                .map(place -> place.node().id() + "=127.0.0.1:" + place.front())
                .collect(Collectors.joining(","));
        var options = Clusters.OPTIONS.withEnvironment("CONCORD_CLUSTER_MEMBERS", members);
        var directory = Files.createDirectories(Clusters.emptied(name + "-stacks"));
        for (var place : places) {
            options = options.withNodeEnvironment(
                    place.node().id(),
                    "CONCORD_RAFT_STACK",
                    stackOf(place, directory).toString());
        }
        return options;
    }

    /** The stack of the product with another binding, and nothing else changed. */
    private static Path stackOf(Place place, Path directory) throws IOException {
        var product = Files.readString(
                Clusters.projectHome().resolve("liberty-config/src/main/liberty/config/concord-stack.xml"));
        if (!product.contains(BINDING)) {
            throw new IllegalStateException("the stack of the product does not contain " + BINDING);
        }
        var binding = "bind_addr=\"" + place.host() + "\" client_bind_addr=\"" + place.host() + "\" bind_port=\""
                + place.node().clusterPort() + "\" external_addr=\"127.0.0.1\" external_port=\"" + place.front() + "\"";
        return Files.writeString(directory.resolve(place.node().id() + ".xml"), product.replace(BINDING, binding));
    }
}
