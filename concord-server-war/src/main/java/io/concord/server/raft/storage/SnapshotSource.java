package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A snapshot on disk. It stays readable while a newer one takes its place. */
public final class SnapshotSource implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;

    private final DiskFile file;
    private final SnapshotFormat.Frame frame;
    private final long totalBytes;

    SnapshotSource(DiskFile file) throws IOException {
        this.file = file;
        this.frame = SnapshotFormat.frame(file);
        this.totalBytes = file.size();
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
     * The content. Its end is reached only if the checksum is right; otherwise reading it is a {@link FormatException}.
     */
    public InputStream content() {
        return new Content();
    }

    /** Reads everything. */
    void verify() throws IOException {
        try (var content = content()) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
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
            crc.update(ByteBuffer.allocate(Long.BYTES).putLong(frame.contentBytes()).flip());
            if ((int) crc.getValue() != frame.crc()) {
                throw new FormatException("snapshot at " + frame.mark().index() + " has a wrong checksum: it is damaged");
            }
        }
    }
}
