package io.concord.server.raft.storage;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot file, {@code snapshot-<index>.snap}: a head in the form of {@link SmallFile} (i64 index, i64 term, i64 time,
 * bytes membership), the content, and a tail: i64 length of the content, i32 CRC32C (RFC 3720) of all bytes before it.
 */
final class SnapshotFormat {
    static final int TAIL_BYTES = Long.BYTES + Integer.BYTES;
    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final String PREFIX = "snapshot-";
    private static final String SUFFIX = ".snap";
    private static final Pattern NAME = Pattern.compile("snapshot-[0-9]{20}\\.snap");
    private static final String MAGIC = "CNSN";
    private static final int VERSION = 2;
    private static final int HEAD_BYTES_MAX = 1 << 20;

    /**
     * What a file says of itself at both ends.
     *
     * @param headBytes where the content begins
     */
    record Frame(SnapshotMark mark, int headBytes, long contentBytes, int crc) {}

    private SnapshotFormat() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String name(long index) {
        return PREFIX + String.format("%020d", index) + SUFFIX;
    }

    static ByteBuffer head(SnapshotMark mark) {
        return SmallFile.encode(
                MAGIC,
                VERSION,
                new ByteWriter()
                        .i64(mark.index())
                        .i64(mark.term())
                        .i64(mark.timeMillis())
                        .bytes(mark.membership()));
    }

    /** @throws FormatException if head, length or tail are not those of a snapshot; the content is not looked at */
    static Frame frame(DiskFile file) throws IOException {
        var size = file.size();
        var buffer = ByteBuffer.allocate((int) Math.min(size, HEAD_BYTES_MAX));
        file.read(buffer, 0);
        var mark = mark(SmallFile.decode("snapshot", MAGIC, VERSION, buffer.array()));
        var headBytes = head(mark).remaining();
        var tail = ByteBuffer.allocate(TAIL_BYTES);
        file.read(tail, Math.max(0, size - TAIL_BYTES));
        var contentBytes = tail.getLong(0);
        if (contentBytes != size - headBytes - TAIL_BYTES) {
            throw new FormatException(
                    "snapshot has " + size + " bytes and does not end as it should: it is cut or damaged");
        }
        return new Frame(mark, headBytes, contentBytes, tail.getInt(Long.BYTES));
    }

    private static SnapshotMark mark(@Nullable ByteReader in) {
        if (in == null) {
            throw new FormatException("snapshot has a damaged head");
        }
        var index = in.i64();
        var term = in.i64();
        var timeMillis = in.i64();
        var membership = in.bytes();
        var bytes = new byte[membership.remaining()];
        membership.get(bytes);
        return new SnapshotMark(index, term, timeMillis, bytes);
    }
}
