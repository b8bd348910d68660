package io.concord.cli.backup;

import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupReader;
import io.concord.core.backup.BackupTotals;
import io.concord.core.format.FormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A backup on disk. */
record BackupFile(Path path) {
    /** What one says of itself, unchecked. */
    record Summary(BackupHeader header, BackupTotals totals) {}

    /** What a whole backup is. */
    record Verified(BackupHeader header, BackupTotals totals, long bytes) {}

    /**
     * Reads and checks every byte.
     *
     * @param progress told of bytes read so far
     * @throws io.concord.cli.remote.RemoteFailure if it is damaged, cut, or not there
     */
    Verified verify(LongConsumer progress) {
        try (var in = open(progress)) {
            var reader = new BackupReader(in);
            var totals = reader.totals();
            return new Verified(reader.header(), totals, Files.size(path));
        } catch (FormatException e) {
            throw BackupFailures.damaged(path, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw BackupFailures.unreadable(path, e);
        }
    }

    /**
     * Reads its beginning and its end, and nothing between them.
     *
     * @throws io.concord.cli.remote.RemoteFailure if it is no backup, or has no end
     */
    Summary summary() {
        try (var channel = Files.newByteChannel(path)) {
            var reader = new BackupReader(Channels.newInputStream(channel));
            channel.position(Math.max(0, channel.size() - reader.endBytes()));
            byte[] end = Channels.newInputStream(channel).readNBytes(reader.endBytes());
            return new Summary(reader.header(), reader.claimsOf(end));
        } catch (FormatException e) {
            throw BackupFailures.damaged(path, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw BackupFailures.unreadable(path, e);
        }
    }

    InputStream open(LongConsumer progress) throws IOException {
        return new FilterInputStream(Files.newInputStream(path)) {
            private long count;

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                count += Math.max(0, read);
                progress.accept(count);
                return read;
            }
        };
    }
}
