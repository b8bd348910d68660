package io.concord.server.raft.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A file of a {@link FakeDisk}: as it is seen, as it surely is on disk, and what has happened in between. */
final class FakeFile {
    private static final int PAGE_BYTES = 512;

    /** Bytes in a growing array. */
    private static final class Content {
        private byte[] bytes = new byte[256];
        private int size;

        void put(byte[] from, int fromOffset, int length, int position) {
            var end = position + length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(from, fromOffset, bytes, position, length);
            size = Math.max(size, end);
        }

        void truncate(int to) {
            if (to < size) {
                Arrays.fill(bytes, to, size, (byte) 0);
                size = to;
            }
        }

        void become(byte[] other) {
            bytes = other.clone();
            size = other.length;
        }
    }

    /** @param bytes that were written; null if the file was cut at the position */
    // Justification: nobody compares writes.
    @SuppressWarnings("ArrayRecordComponent")
    private record Write(int position, byte @Nullable [] bytes) {}

    private final Content seen = new Content();
    private final Content durable = new Content();
    private final List<Write> unsynced = new ArrayList<>();

    int size() {
        return seen.size;
    }

    byte[] bytes() {
        return Arrays.copyOf(seen.bytes, seen.size);
    }

    int read(ByteBuffer into, long position) {
        var length = (int) Math.max(0, Math.min(into.remaining(), seen.size - position));
        if (length > 0) {
            into.put(seen.bytes, (int) position, length);
        }
        return length;
    }

    void write(byte[] bytes, int position) {
        seen.put(bytes, 0, bytes.length, position);
        unsynced.add(new Write(position, bytes));
    }

    void truncate(int size) {
        if (size < seen.size) {
            seen.truncate(size);
            unsynced.add(new Write(size, null));
        }
    }

    void sync() {
        for (var write : unsynced) {
            if (write.bytes() == null) {
                durable.truncate(write.position());
            } else {
                durable.put(write.bytes(), 0, write.bytes().length, write.position());
            }
        }
        unsynced.clear();
    }

    /** Is this now, on disk. */
    void replace(byte[] bytes) {
        seen.become(bytes);
        durable.become(bytes);
        unsynced.clear();
    }

    /** Of the pages written since the last sync some are there, some are not, and some are there in part. */
    void losePower(Random random) {
        for (var write : unsynced) {
            if (write.bytes() != null) {
                tear(write.position(), write.bytes(), random);
            } else if (random.nextBoolean()) {
                durable.truncate(write.position());
            }
        }
        unsynced.clear();
        seen.become(Arrays.copyOf(durable.bytes, durable.size));
    }

    private void tear(int position, byte[] bytes, Random random) {
        for (var at = position; at < position + bytes.length; ) {
            var end = Math.min(position + bytes.length, (at / PAGE_BYTES + 1) * PAGE_BYTES);
            var fate = random.nextInt(5);
            if (fate > 1) {
                var kept = fate == 2 ? random.nextInt(end - at) : end - at;
                durable.put(bytes, at - position, kept, at);
            }
            at = end;
        }
    }
}
