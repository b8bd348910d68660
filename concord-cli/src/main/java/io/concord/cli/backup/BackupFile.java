package io.concord.cli.backup;

import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupReader;
import io.concord.core.backup.BackupTotals;
import io.concord.core.format.FormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A backup on disk. */
record BackupFile(Path path) {
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
     * Reads where it comes from, and nothing else of it.
     *
     * @throws io.concord.cli.remote.RemoteFailure if it is none
     */
    BackupHeader header() {
        try (var in = open(bytes -> {})) {
            return new BackupReader(in).header();
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
