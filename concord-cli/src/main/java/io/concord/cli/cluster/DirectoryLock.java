package io.concord.cli.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The right of one process to start a cluster in a directory. The system drops it with the process, however it ends. */
public final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path supervisor;

    private DirectoryLock(FileChannel channel, Path supervisor) {
        this.channel = channel;
        this.supervisor = supervisor;
    }

    static DirectoryLock take(Path file, ClusterDirectory directory) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw held(directory);
            }
            // The record lets 'stop' reach whoever holds the lock; it is not the lock.
            ProcessRecord.of(ProcessHandle.current()).write(directory.supervisor());
            return new DirectoryLock(channel, directory.supervisor());
        } catch (IOException e) {
            throw PrivateFiles.notWritable(file, e);
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(supervisor);
        } catch (IOException e) {
            throw PrivateFiles.notWritable(supervisor, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static ClusterFailure held(ClusterDirectory directory) {
        String who = ProcessRecord.read(directory.supervisor())
                .map(process -> " (pid " + process.pid() + ")")
                .orElse("");
        return new ClusterFailure("a cluster is already running or starting in " + directory.root() + who
                + ". See 'concord dev status'; end it with 'concord dev stop'; or choose another directory with"
                + " --data DIR");
    }
}
