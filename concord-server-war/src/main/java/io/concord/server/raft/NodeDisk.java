package io.concord.server.raft;

import io.concord.server.config.NodeConfig;
import io.concord.server.raft.storage.DurableStorage;
import io.concord.server.service.DiskUse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the data directory takes and what its disk has left. */
final class NodeDisk implements DiskUse {
    private static final System.Logger LOG = System.getLogger(NodeDisk.class.getName());
    private static final long UNKNOWN = -1;

    private interface Question {
        long ask() throws IOException;
    }

    private final Path directory;
    private final DurableStorage storage;

    NodeDisk(NodeConfig config, DurableStorage storage) {
        this.directory = config.dataDir();
        this.storage = storage;
    }

    @Override
    public long logBytes() {
        return storage.logBytes();
    }

    @Override
    public long dataBytes() {
        return answered(() -> {
            try (var files = Files.walk(directory)) {
                var bytes = 0L;
                for (var file : files.toList()) {
                    bytes += size(file);
                }
                return bytes;
            }
        });
    }

    @Override
    public long freeBytes() {
        return answered(() -> Files.getFileStore(directory).getUsableSpace());
    }

    @Override
    public long totalBytes() {
        return answered(() -> Files.getFileStore(directory).getTotalSpace());
    }

    /** Segments and snapshots come and go meanwhile. */
    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private long answered(Question question) {
        try {
            return question.ask();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the size of " + directory + " is not known", e);
            return UNKNOWN;
        }
    }
}
