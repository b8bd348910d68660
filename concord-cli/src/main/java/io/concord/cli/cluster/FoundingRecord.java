package io.concord.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes have ever had data. Such a node with an empty data directory has lost what it promised to the others, so it
 * must not start as if nothing had been: see {@code concord.cluster.bootstrap}. The record is kept outside the nodes' own
 * directories, because it has to outlive them.
 */
final class FoundingRecord {
    private final Path file;

    FoundingRecord(Path file) {
        this.file = file;
    }

    /** Whether a node never had data, as far as anybody has looked. */
    boolean isFounding(String nodeId) {
        return !read().contains(nodeId);
    }

    /** Looks at the nodes' data directories; to be called whenever one may have got its first data, or may lose it. */
    void observe(List<NodeLayout> nodes, ClusterDirectory directory) {
        Set<String> known = read();
        var seen = new TreeSet<>(known);
        nodes.stream()
                .map(NodeLayout::id)
                .filter(id -> hasData(directory.node(id).data()))
                .forEach(seen::add);
        if (!seen.equals(known)) {
            PrivateFiles.write(file, String.join("\n", seen) + "\n");
        }
    }

    /** An empty directory alone promises nothing to anybody. */
    private static boolean hasData(Path data) {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (var files = Files.walk(data)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (IOException | UncheckedIOException beingWritten) {
            return true;
        }
    }

    private Set<String> read() {
        try {
            return Files.exists(file) ? Set.copyOf(Files.readAllLines(file)) : Set.of();
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + file + " (" + e + "). Check who owns it", e);
        }
    }
}
