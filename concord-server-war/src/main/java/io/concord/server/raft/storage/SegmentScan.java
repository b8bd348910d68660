package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment at start, record by record, until its end or the first bad record; and looks behind that for records that
 * are whole, because they know what had been synced before them.
 */
final class SegmentScan {
    private static final int WINDOW_BYTES = 1 << 20;

    private final Segment segment;
    private final long fileBytes;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long syncedIndex;
    private @Nullable String problem;

    SegmentScan(Segment segment) throws IOException {
        this.segment = segment;
        this.fileBytes = segment.file().size();
    }

    /** The greatest index that a whole record says had been synced. */
    long syncedIndex() {
        return syncedIndex;
    }

    /** What is wrong behind the last good record; null when it is the end of the file. */
    @Nullable String problem() {
        return problem;
    }

    long bytesBehind() {
        return fileBytes - segment.end();
    }

    void run() throws IOException {
        while (segment.end() < fileBytes) {
            var record = recordAt(segment.end());
            problem = violation(record == null ? null : record.entry());
            if (record == null || problem != null) {
                lookBehind(segment.end());
                return;
            }
            syncedIndex = Math.max(syncedIndex, record.syncedIndex());
            segment.noted(record.entry());
        }
    }

    /** Looks for whole records from a position on, wherever they begin. */
    void lookBehind(long from) throws IOException {
        for (var at = from; at + LogRecord.HEAD_BYTES <= fileBytes; at++) {
            require(at, LogRecord.HEAD_BYTES);
            var record = isPlausible(LogRecord.index(window, place(at))) ? recordAt(at) : null;
            if (record != null) {
                syncedIndex = Math.max(syncedIndex, record.syncedIndex());
                at += LogRecord.bytes(record.entry()) - 1L;
            }
        }
    }

    private @Nullable String violation(@Nullable Entry entry) {
        var expected = segment.lastIndex() + 1;
        if (entry == null) {
            return "the record at byte " + segment.end() + ", which should be entry " + expected
                    + ", is damaged or incomplete";
        }
        if (entry.index() != expected) {
            return "the record at byte " + segment.end() + " is entry " + entry.index() + ", where entry " + expected
                    + " should be";
        }
        if (entry.term() < segment.lastTerm()) {
            return "entry " + expected + " at byte " + segment.end() + " is of term " + entry.term()
                    + ", after one of term " + segment.lastTerm();
        }
        return entry.timeMillis() < segment.lastTimeMillis()
                ? "entry " + expected + " at byte " + segment.end() + " is of the time " + entry.timeMillis()
                        + " ms, after one of " + segment.lastTimeMillis() + " ms"
                : null;
    }

    /** As many as fit into the file, so that not every byte of a damaged file costs a checksum. */
    private boolean isPlausible(long index) {
        return index >= segment.firstIndex() && index - segment.firstIndex() <= fileBytes / LogRecord.HEAD_BYTES;
    }

    private @Nullable LogRecord recordAt(long at) throws IOException {
        if (fileBytes - at < LogRecord.HEAD_BYTES) {
            return null;
        }
        require(at, LogRecord.HEAD_BYTES);
        var bytes = LogRecord.claimedBytes(window, place(at));
        if (bytes < 0 || bytes > fileBytes - at) {
            return null;
        }
        require(at, bytes);
        return LogRecord.read(window, place(at), (int) at);
    }

    private int place(long at) {
        return (int) (at - windowStart);
    }

    /** Has these bytes, which are there, in the window. */
    private void require(long at, long bytes) throws IOException {
        if (at >= windowStart && at + bytes <= windowStart + window.limit()) {
            return;
        }
        var size = (int) Math.min(fileBytes - at, Math.max(bytes, WINDOW_BYTES));
        window = ByteBuffer.allocate(size);
        if (segment.file().read(window, at) < size) {
            throw new IOException(segment.name() + " became shorter while it was read");
        }
        window.flip();
        windowStart = at;
    }
}
