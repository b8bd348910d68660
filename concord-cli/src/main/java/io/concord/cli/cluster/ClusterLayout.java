package io.concord.cli.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where everything of a local cluster is: its nodes with their ports, its data directory, and the server to run.
 *
 * @param name the cluster's name; members of clusters with different names ignore each other
 * @param nodes 1 to 7 nodes with distinct ids and distinct ports
 * @param directory the data directory; made absolute
 * @param libertyHome the {@code wlp} directory of the Open Liberty that holds the server {@code concord}
 */
public record ClusterLayout(String name, List<NodeLayout> nodes, Path directory, Path libertyHome) {
    /** More voters only make every write slower: seven survive three failures. */
    public static final int NODES_MAX = 7;

    /** Copies, makes the paths absolute and refuses nodes that would collide. */
    public ClusterLayout {
        nodes = List.copyOf(nodes);
        directory = directory.toAbsolutePath().normalize();
        libertyHome = libertyHome.toAbsolutePath().normalize();
        requireCount(nodes.size());
        requireDistinctIds(nodes);
        requireDistinctPorts(nodes);
    }

    /** Nodes {@code n1} to {@code nN} on consecutive ports, as {@code concord dev} lays them out. */
    public static List<NodeLayout> consecutive(int count, int httpPortBase, int clusterPortBase) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NodeLayout("n" + (i + 1), httpPortBase + i, clusterPortBase + i))
                .toList();
    }

    /** The node with this id, or a failure that names the ids there are. */
    public NodeLayout node(String id) {
        return nodes.stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ClusterFailure("no node '" + id + "' in cluster " + name + "; its nodes are "
                        + nodes.stream().map(NodeLayout::id).toList()));
    }

    /** The HTTP endpoint of each node, in the order of the nodes. */
    public List<URI> endpoints() {
        return nodes.stream().map(NodeLayout::endpoint).toList();
    }

    /** The value of {@code CONCORD_CLUSTER_MEMBERS}. */
    public String members() {
        return nodes.stream().map(NodeLayout::member).collect(Collectors.joining(","));
    }

    /** The files under the data directory. */
    public ClusterDirectory files() {
        return new ClusterDirectory(directory);
    }

    /** Throws for the first port of the cluster that another process listens on. */
    public void requireFreePorts() {
        nodes.stream().flatMap(node -> node.ports().stream()).forEach(PortUse::requireFree);
    }

    private static void requireCount(int count) {
        if (count < 1 || count > NODES_MAX) {
            throw new ClusterFailure("a local cluster has 1 to " + NODES_MAX + " nodes, not " + count);
        }
    }

    private static void requireDistinctIds(List<NodeLayout> nodes) {
        long distinct = nodes.stream().map(NodeLayout::id).distinct().count();
        if (distinct != nodes.size()) {
            throw new ClusterFailure("node ids must differ: "
                    + nodes.stream().map(NodeLayout::id).toList());
        }
    }

    private static void requireDistinctPorts(List<NodeLayout> nodes) {
        Map<Integer, PortUse> owners = new HashMap<>();
        for (PortUse use : nodes.stream().flatMap(node -> node.ports().stream()).toList()) {
            PortUse owner = owners.putIfAbsent(use.port(), use);
            if (owner != null) {
                throw new ClusterFailure("port " + use.port() + " is wanted twice: by node " + owner.nodeId() + " for "
                        + owner.purpose() + " and by node " + use.nodeId() + " for " + use.purpose()
                        + ". Move one of them with " + owner.option() + " or " + use.option());
            }
        }
    }
}
