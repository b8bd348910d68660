package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A snapshot on disk. It stays readable while a newer one takes its place. */
public final class SnapshotSource implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final String path;
    private final DiskFile file;
    private final SnapshotFormat.Frame frame;
    private final long totalBytes;

    private SnapshotSource(String path, DiskFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.frame = SnapshotFormat.frame(file);
        this.totalBytes = file.size();
    }

    /** @throws FormatException if head or tail are damaged; the content is not looked at */
    static SnapshotSource open(Disk disk, String name) throws IOException {
        var file = disk.open(name);
        try {
            return new SnapshotSource(disk.name() + "/" + name, file);
        } catch (IOException | FormatException e) {
            file.close();
            throw e;
        }
    }

    public SnapshotMark mark() {
        return frame.mark();
    }

    /** Of the whole file. */
    public long totalBytes() {
        return totalBytes;
    }

    /** A piece of the file, for a peer. */
    public byte[] read(long offset, int length) throws IOException {
        var piece = ByteBuffer.allocate(length);
        if (file.read(piece, offset) < length) {
            throw new IOException("the snapshot at " + frame.mark().index() + " ends before byte " + (offset + length));
        }
        return piece.array();
    }

    /**
     * The content, after all of it has been read once and found intact, so that nobody is given half of a damaged one.
     *
     * @throws StorageDamagedException if it is not
     */
    public InputStream content() throws IOException {
        try {
            verify();
        } catch (FormatException e) {
            throw new StorageDamagedException(path, String.valueOf(e.getMessage()));
        }
        return new Content();
    }

    /** @throws FormatException if the file is not one intact snapshot */
    void verify() throws IOException {
        try (var content = new Content()) {
            content.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    private final class Content extends InputStream {
        private final CRC32C crc = new CRC32C();
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
        private long position = frame.headBytes();

        Content() {
            crc.update(SnapshotFormat.head(frame.mark()));
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!buffer.hasRemaining() && !fill()) {
                return -1;
            }
            var part = Math.min(length, buffer.remaining());
            buffer.get(into, offset, part);
            return part;
        }

        private boolean fill() throws IOException {
            var left = frame.headBytes() + frame.contentBytes() - position;
            if (left == 0) {
                requireChecksum();
                return false;
            }
            buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
            var read = file.read(buffer, position);
            buffer.flip();
            if (read <= 0) {
                throw new IOException("the snapshot at " + frame.mark().index() + " ends at byte " + position);
            }
            position += read;
            crc.update(buffer.duplicate());
            return true;
        }

        private void requireChecksum() {
            crc.update(ByteBuffer.allocate(Long.BYTES)
                    .putLong(frame.contentBytes())
                    .flip());
            if ((int) crc.getValue() != frame.crc()) {
                throw new FormatException(
                        "snapshot at " + frame.mark().index() + " has a wrong checksum: it is damaged");
            }
        }
    }
}
