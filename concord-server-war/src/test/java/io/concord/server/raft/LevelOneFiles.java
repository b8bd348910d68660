package io.concord.server.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The data directories of a cluster of three that a release of the first format level has left behind, in
 * src/test/resources/golden/level-1: every command of the golden files of concord-core but those about rules, some puts, a
 * snapshot of {@code n2} alone, more puts, a checkpoint. They were made once, by the formats from before there were levels,
 * and are never made anew: what a later release writes differently it must still read from here.
 */
final class LevelOneFiles {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "level-1");

    private LevelOneFiles() {}

    /** Puts the directory of a member where its node looks for it. */
    static void copyTo(Path dataDirectory, String id) throws IOException {
        var to = Files.createDirectories(dataDirectory.resolve("raft"));
        try (var files = Files.list(GOLDEN.resolve(id))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString().replaceFirst("\\.hex$", "");
                Files.write(
                        to.resolve(name),
                        HexFormat.of().parseHex(Files.readString(file).replace("\n", "")));
            }
        }
    }
}
