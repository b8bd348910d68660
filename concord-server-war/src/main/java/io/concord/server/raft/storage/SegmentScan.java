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

    /** @param lastTerm of the entry before the segment */
    void run(long lastTerm) throws IOException {
        var term = lastTerm;
        while (segment.end() < fileBytes) {
            var record = recordAt(segment.end());
            var expected = segment.lastIndex() + 1;
            if (record == null) {
                problem = "the record at byte " + segment.end() + ", which should be entry " + expected + ", is damaged";
            } else {
                syncedIndex = Math.max(syncedIndex, record.syncedIndex());
                problem = violation(record.entry(), expected, term);
            }
            if (record == null || problem != null) {
                lookBehind(segment.end() + 1L);
                return;
            }
            term = record.entry().term();
            segment.noted(record.entry());
        }
    }

    private static @Nullable String violation(Entry entry, long expected, long term) {
        if (entry.index() != expected) {
            return "it has entry " + entry.index() + " where entry " + expected + " should be";
        }
        return entry.term() < term
                ? "entry " + expected + " is of term " + entry.term() + " after one of term " + term
                : null;
    }

    private void lookBehind(long from) throws IOException {
        for (var at = from; at + LogRecord.HEAD_BYTES <= fileBytes; at++) {
            var record = recordAt(at);
            if (record != null) {
                syncedIndex = Math.max(syncedIndex, record.syncedIndex());
                at += LogRecord.bytes(record.entry()) - 1L;
            }
        }
    }

    private @Nullable LogRecord recordAt(long at) throws IOException {
        require(at, LogRecord.HEAD_BYTES);
        var bytes = LogRecord.claimedBytes(window, (int) (at - windowStart));
        if (bytes < 0 || bytes > fileBytes - at) {
            return null;
        }
        require(at, bytes);
        return LogRecord.read(window, (int) (at - windowStart));
    }

    /** Has these bytes in the window, as far as the file goes. */
    private void require(long at, long bytes) throws IOException {
        if (at >= windowStart && at + bytes <= windowStart + window.limit()) {
            return;
        }
        var size = (int) Math.min(fileBytes - at, Math.max(bytes, WINDOW_BYTES));
        window = ByteBuffer.allocate(size);
        segment.file().read(window, at);
        window.flip();
        windowStart = at;
    }
}
