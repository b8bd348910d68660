package io.concord.server.raft.replica;

import io.concord.server.raft.consensus.Message;
import io.concord.server.raft.storage.SnapshotSource;
import java.io.IOException;

/** A snapshot file on its way to one member, piece by piece; the next leaves when the last has been confirmed. */
final class SnapshotSending {
    static final int CHUNK_BYTES = 256 << 10;

    private final SnapshotSource source;
    private long offset;
    private long sentMillis;
    private long movedMillis;

    SnapshotSending(SnapshotSource source, long nowMillis) {
        this.source = source;
        this.movedMillis = nowMillis;
    }

    long index() {
        return source.mark().index();
    }

    /** The piece that the receiver wants now. */
    Message.SnapshotChunk chunk(long nowMillis) throws IOException {
        sentMillis = nowMillis;
        var length = (int) Math.min(CHUNK_BYTES, source.totalBytes() - offset);
        return new Message.SnapshotChunk(
                index(), source.mark().term(), source.totalBytes(), offset, source.read(offset, length));
    }

    /** Whether there is a next piece to send at once. */
    boolean received(long bytes, long nowMillis) {
        if (bytes == offset || bytes > source.totalBytes()) {
            return false;
        }
        offset = bytes;
        movedMillis = nowMillis;
        return bytes < source.totalBytes();
    }

    boolean isLate(long millis, long nowMillis) {
        return nowMillis - sentMillis >= millis;
    }

    boolean isStuck(long millis, long nowMillis) {
        return nowMillis - movedMillis >= millis;
    }

    void close() {
        source.close();
    }
}
