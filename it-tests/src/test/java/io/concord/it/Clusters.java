package io.concord.it;

import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.LaunchOptions;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Local clusters for tests: free ports, an empty directory under {@code target}, and the quick compiler alone. */
public final class Clusters {
    /** Starting three servers takes 15 to 25 s on two idle cores, and several times that on busy ones. */
    public static final Duration START_PATIENCE = Duration.ofMinutes(4);

    static final LaunchOptions OPTIONS = LaunchOptions.NONE.withJvmArguments("-XX:TieredStopAtLevel=1");

    private Clusters() {}

    static LocalCluster of(int nodes, String name) {
        return of(nodes, name, OPTIONS);
    }

    static LocalCluster of(int nodes, String name, LaunchOptions options) {
        return new LocalCluster(
                new ClusterLayout(name, new FreePorts().nodes(nodes), emptied(name), libertyHome()), options);
    }

    /** The leader as all of these nodes agree, once they do. */
    public static String leader(LocalCluster cluster, List<String> ids, Duration patience) {
        return await().atMost(patience)
                .ignoreExceptions()
                .until(
                        () -> {
                            var leaders = new HashSet<String>();
                            for (var id : ids) {
                                leaders.add(SharedCluster.client(cluster, id, TokenGroup.READER)
                                        .status()
                                        .getString("leader", ""));
                            }
                            return leaders.size() == 1 ? leaders.iterator().next() : "";
                        },
                        leader -> !leader.isEmpty());
    }

    static Path libertyHome() {
        return Path.of(System.getProperty("liberty.home"));
    }

    static Path projectHome() {
        return Path.of(System.getProperty("concord.home"));
    }

    static Path emptied(String name) {
        var directory = Path.of("target", "clusters", name).toAbsolutePath();
        try {
            delete(directory);
            Files.createDirectories(directory.getParent());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a directory with everything in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
