package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code concord dev} made a cluster with, kept beside the data so that the next start finds the same nodes.
 *
 * @param nodes how many nodes share the data
 * @param httpPortBase the HTTP port of the first node
 * @param clusterPortBase the cluster port of the first node
 */
public record ClusterSettings(int nodes, int httpPortBase, int clusterPortBase) {
    /** The name of every cluster that {@code concord dev} makes. */
    public static final String CLUSTER_NAME = "concord-dev";

    /** A cluster that nobody asked anything special of. */
    public static final ClusterSettings DEFAULT = new ClusterSettings(3, 9080, 7800);

    private static final int FORMAT = 1;

    /** The layout of this cluster. */
    public ClusterLayout layout(ClusterDirectory directory, Path libertyHome) {
        var laidOut = ClusterLayout.consecutive(nodes, httpPortBase, clusterPortBase);
        return new ClusterLayout(CLUSTER_NAME, laidOut, directory.root(), libertyHome);
    }

    /** Refuses to run data that {@code recorded.nodes} nodes share with another number of them. */
    public void requireSameNodes(ClusterSettings recorded, ClusterDirectory directory) {
        if (nodes != recorded.nodes) {
            throw new ClusterFailure("the data in " + directory.root() + " belongs to a cluster of " + recorded.nodes
                    + " nodes; it cannot be started with --nodes " + nodes + ". Start it with --nodes " + recorded.nodes
                    + ", choose another directory with --data DIR, or delete " + directory.root()
                    + " to begin without data");
        }
    }

    static Optional<ClusterSettings> read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + file + " (" + e + "). Check who owns it", e);
        }
        requireFormat(file, number(file, properties, "format"));
        return Optional.of(new ClusterSettings(
                number(file, properties, "nodes"),
                number(file, properties, "http-port"),
                number(file, properties, "cluster-port")));
    }

    void write(Path file) {
        PrivateFiles.write(
                file,
                "# Written by 'concord dev'; the data belongs to exactly these nodes.\nformat=" + FORMAT + "\nnodes="
                        + nodes + "\nhttp-port=" + httpPortBase + "\ncluster-port=" + clusterPortBase + "\n");
    }

    private static void requireFormat(Path file, int format) {
        if (format != FORMAT) {
            throw new ClusterFailure(file + " has format " + format + "; this concord reads format " + FORMAT
                    + ". Use the concord that wrote it, or another directory with --data DIR");
        }
    }

    private static int number(Path file, Properties properties, String name) {
        String value = properties.getProperty(name, "");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ClusterFailure(
                    file + " is damaged: " + name + " is '" + value + "', not a number. Restore it, or use another"
                            + " directory with --data DIR",
                    e);
        }
    }
}
