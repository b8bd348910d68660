package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A snapshot that is being written, under a temporary name; on any one thread, which need not be the storage's. */
public final class SnapshotSink implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final SnapshotMark mark;
    private final String temporaryName;
    private final DiskFile file;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long position;
    private long contentBytes;
    private volatile boolean finished;

    SnapshotSink(Disk disk, SnapshotMark mark) throws IOException {
        this.mark = mark;
        this.temporaryName = SnapshotFormat.name(mark.index()) + SnapshotFormat.TEMPORARY_SUFFIX;
        this.file = disk.open(temporaryName);
        file.truncate(0);
        write(SnapshotFormat.head(mark));
    }

    /** For the content. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                SnapshotSink.this.write(ByteBuffer.wrap(bytes, offset, length));
                contentBytes += length;
            }
        };
    }

    /** Ends the content; on disk, whole, when it returns. */
    public void finish() throws IOException {
        var tail = ByteBuffer.allocate(SnapshotFormat.TAIL_BYTES).putLong(contentBytes);
        crc.update(tail.array(), 0, Long.BYTES);
        tail.putInt((int) crc.getValue()).flip();
        flush();
        file.write(tail, position);
        file.sync();
        file.close();
        finished = true;
    }

    /** Gives up; the temporary file goes away at the next start. */
    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was promised.
        }
    }

    /** @throws IllegalStateException if it is not finished */
    SnapshotMark finishedMark() {
        if (!finished) {
            throw new IllegalStateException("the snapshot at " + mark.index() + " is not finished");
        }
        return mark;
    }

    String temporaryName() {
        return temporaryName;
    }

    private void write(ByteBuffer from) throws IOException {
        crc.update(from.duplicate());
        while (from.hasRemaining()) {
            var part = Math.min(from.remaining(), buffer.remaining());
            buffer.put(from.slice(from.position(), part));
            from.position(from.position() + part);
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        var length = buffer.flip().remaining();
        file.write(buffer, position);
        position += length;
        buffer.clear();
    }
}
