package io.concord.cli.backup;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a backup into a directory: under a temporary name that only its owner can read, synced, checked as it lies on the
 * disk, and renamed only then. Whatever fails leaves no file behind.
 */
final class BackupDownload {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final RemoteCluster cluster;
    private final Path directory;

    BackupDownload(RemoteCluster cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
    }

    /** A backup that is there and whole. */
    record Done(Path file, BackupFile.Verified verified) {}

    /** @param target its file; null for one in the directory by its {@link BackupName} */
    Done run(@Nullable Path target, LongConsumer progress) {
        Path temporary = null;
        try {
            Files.createDirectories(directory);
            temporary = Files.createTempFile(
                    directory,
                    ".concord-",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            fetch(temporary, progress);
            var verified = new BackupFile(temporary).verify(bytes -> {});
            var file = target == null ? directory.resolve(BackupName.of(verified.header())) : target;
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
            return new Done(file, verified);
        } catch (IOException e) {
            throw BackupFailures.notWritten(directory, e);
        } finally {
            delete(temporary);
        }
    }

    /** From the first node that gives all of it: one that is lost on the way is followed by the next. */
    private void fetch(Path temporary, LongConsumer progress) throws IOException {
        int attempts = cluster.access().endpoints().size() + 1;
        for (int attempt = 1; ; attempt++) {
            try (var out = FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                    var body = new RemoteBody(cluster.open(RemoteRequest.get(Routes.CLUSTER_BACKUP))
                            .body())) {
                copy(body, out, progress);
                out.force(true);
                return;
            } catch (RemoteBody.BrokenException e) {
                if (attempt == attempts) {
                    throw new RemoteFailure(
                            ExitCodes.UNAVAILABLE, "no node gave the whole backup: the connection broke each time");
                }
            }
        }
    }

    private static void copy(InputStream body, FileChannel out, LongConsumer progress) throws IOException {
        var buffer = new byte[BUFFER_BYTES];
        long count = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            var bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            count += read;
            progress.accept(count);
        }
    }

    private void syncDirectory() throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(@Nullable Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw BackupFailures.notRemoved(temporary, e);
            }
        }
    }
}
