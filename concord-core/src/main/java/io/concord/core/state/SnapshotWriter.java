package io.concord.core.state;

import io.concord.core.command.TokenRecordFormat;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Namespace;
import io.concord.core.wire.EntryFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/** The writer of {@link SnapshotFormat}: one frame in memory at a time, whatever the size of the store. */
final class SnapshotWriter {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final CheckedOutputStream out;

    private SnapshotWriter(OutputStream out) {
        this.out = new CheckedOutputStream(new BufferedOutputStream(out, BUFFER_BYTES), new CRC32C());
    }

    static void write(KeyspaceView view, OutputStream out) throws IOException {
        new SnapshotWriter(out).write(view);
    }

    static byte[] digest(KeyspaceView view) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            write(view, new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a digest does no input or output", e);
        }
    }

    private void write(KeyspaceView view) throws IOException {
        out.write(SnapshotFormat.MAGIC);
        out.write(SnapshotFormat.VERSION);
        writeFrame(SnapshotFormat.Header.of(view).write());
        for (var request : view.requests()) {
            writeFrame(SnapshotFormat.write(request));
        }
        for (var lease : view.allLeases()) {
            writeFrame(SnapshotFormat.write(lease));
        }
        for (var revocation : view.revocations()) {
            writeFrame(SnapshotFormat.write(revocation));
        }
        for (var stored : view.rules()) {
            writeFrame(SnapshotFormat.write(stored));
        }
        for (var token : view.tokens()) {
            writeFrame(TokenRecordFormat.write(new ByteWriter(), token));
        }
        for (var key : view.signingKeys()) {
            writeFrame(TokenRecordFormat.write(new ByteWriter(), key));
        }
        for (var space : view.contents().spaces()) {
            write(space.getKey(), space.getValue());
        }
        for (var commit : view.history().all()) {
            write(commit);
        }
        write(view.restores());
        writeInt((int) out.getChecksum().getValue());
        out.flush();
    }

    private void write(Namespace namespace, Space space) throws IOException {
        var head = EntryFormat.writeSettings(new ByteWriter().string(namespace.name()), space.settings());
        writeFrame(head.i32(space.entries().size()));
        for (var entry : space.entries()) {
            writeFrame(EntryFormat.write(EntryFormat.writerFor(entry.getValue()), entry.getValue()));
        }
    }

    private void write(Restores restores) throws IOException {
        var restore = restores.underWay();
        writeFrame(new ByteWriter().i64(restores.lastId()).u8(kind(restore)));
        if (restore == null) {
            return;
        }
        writeFrame(SnapshotFormat.RestoreHead.of(restore).write());
        for (var id : restore.leaseIds()) {
            var lease = Objects.requireNonNull(restore.leases().get(id.getValue()), "it ends with the restore only");
            writeFrame(new ByteWriter()
                    .i64(id.getKey())
                    .raw(ByteBuffer.wrap(SnapshotFormat.write(lease).toByteArray())));
        }
        for (var revocation : restore.revocations()) {
            writeFrame(SnapshotFormat.write(revocation));
        }
        for (var stored : restore.rules()) {
            writeFrame(SnapshotFormat.write(stored));
        }
        for (var space : restore.contents().spaces()) {
            write(space.getKey(), space.getValue());
        }
    }

    private static int kind(@Nullable PendingRestore restore) {
        if (restore == null) {
            return SnapshotFormat.NO_RESTORE;
        }
        return restore.rules().isEmpty() ? SnapshotFormat.RESTORE : SnapshotFormat.RESTORE_WITH_RULES;
    }

    private void write(Commit commit) throws IOException {
        var head = EntryFormat.writeAuthor(new ByteWriter().i64(commit.revision()), commit.author());
        writeFrame(head.i64(commit.writtenMillis()).i32((int) commit.size()));
        for (var event : commit) {
            writeFrame(EventFormat.write(event));
        }
    }

    private void writeFrame(ByteWriter frame) throws IOException {
        byte[] content = frame.toByteArray();
        writeInt(content.length);
        out.write(content);
    }

    private void writeInt(int value) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }
}
