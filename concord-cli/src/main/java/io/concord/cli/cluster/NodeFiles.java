package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of one node.
 *
 * @param root the node's own directory under {@code nodes/}
 */
public record NodeFiles(Path root) {
    /** What the node must not lose: log, snapshots, identity. */
    public Path data() {
        return root.resolve("data");
    }

    /** Liberty's work area. */
    public Path output() {
        return root.resolve("output");
    }

    /** Liberty's own log files. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** What the running server printed since it was started. */
    public Path consoleLog() {
        return root.resolve("console.log");
    }

    /** The {@link ProcessRecord} of the server, as long as nobody stopped it. */
    public Path process() {
        return root.resolve("process");
    }

    /** Makes the directories, and keeps what the last run printed as {@code console.log.1}. */
    void prepare() {
        PrivateFiles.createDirectories(root);
        PrivateFiles.createDirectories(data());
        PrivateFiles.createDirectories(output());
        PrivateFiles.createDirectories(logs());
        try {
            if (Files.exists(consoleLog())) {
                Files.move(consoleLog(), root.resolve("console.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw PrivateFiles.notWritable(consoleLog(), e);
        }
    }

    /** Removes the process record: nobody needs to look for a node that was stopped on purpose. */
    void forgetProcess() {
        try {
            Files.deleteIfExists(process());
        } catch (IOException e) {
            throw PrivateFiles.notWritable(process(), e);
        }
    }
}
