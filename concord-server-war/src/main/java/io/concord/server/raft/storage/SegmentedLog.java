package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the log in {@link Segment}s, and what of them is on disk for certain. All but the newest segment always are;
 * a file is deleted for good before the next one is, from one end, so that what is left is a log without a hole.
 */
final class SegmentedLog {
    private static final int BUFFER_BYTES_FIRST = 16 << 10;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final int segmentBytes;
    private final EntryCache cache;
    private final NavigableMap<Long, Segment> segments;
    private final SyncMark mark;
    private final StorageCounters counters;
    private ByteBuffer buffer;
    private @Nullable Segment active;
    private long baseIndex;
    private long baseTerm;
    private long baseTimeMillis;
    private boolean dirty;

    /** @param snapshot before the first entry, or among them; null before the first snapshot */
    SegmentedLog(
            Disk disk,
            DurableStorage.Options options,
            LogRecovery recovery,
            SyncMark mark,
            @Nullable SnapshotMark snapshot,
            StorageCounters counters)
            throws IOException {
        this.disk = disk;
        this.segmentBytes = options.segmentBytes();
        this.cache = new EntryCache(options.cacheBytes());
        this.segments = new TreeMap<>(recovery.run());
        this.active = segments.isEmpty() ? null : segments.lastEntry().getValue();
        this.mark = mark;
        this.counters = counters;
        this.buffer = disk.buffer(BUFFER_BYTES_FIRST);
        if (snapshot != null) {
            snapshotAt(snapshot);
        }
        segments.values().forEach(segment -> counters.logGrew(segment.end()));
    }

    long firstIndex() {
        return isEmpty() ? baseIndex + 1 : segments.firstEntry().getValue().firstIndex();
    }

    long lastIndex() {
        return active == null ? baseIndex : active.lastIndex();
    }

    long termAt(long index) {
        if (index == 0 || index == baseIndex) {
            return index == 0 ? 0 : baseTerm;
        }
        if (isEmpty() || index < firstIndex() - 1 || index > lastIndex()) {
            return -1;
        }
        var segment = segments.floorEntry(index);
        return (segment == null ? segments.firstEntry() : segment).getValue().termAt(index);
    }

    /** Of the last entry, or of the snapshot when there is none after it. */
    long lastTimeMillis() {
        return active == null ? baseTimeMillis : active.lastTimeMillis();
    }

    /** @throws IllegalArgumentException if the entry is not there */
    void requireThere(long index) {
        if (index < firstIndex() || index > lastIndex()) {
            throw new IllegalArgumentException(
                    "entry " + index + " is not in the log, which has " + firstIndex() + " to " + lastIndex());
        }
    }

    List<Entry> entries(long from, long to, long bytesMax) throws IOException {
        if (cache.has(from)) {
            return cache.from(from, to, bytesMax);
        }
        var segment = segments.floorEntry(from).getValue();
        return segment.read(from, Math.min(to, segment.lastIndex()), bytesMax);
    }

    /** @throws IllegalArgumentException if the entries do not follow the last one, or one is too large */
    void requireAppendable(List<Entry> entries) {
        var index = lastIndex();
        var term = lastTerm();
        var timeMillis = lastTimeMillis();
        for (var entry : entries) {
            if (entry.index() != index + 1 || entry.term() < term || entry.timeMillis() < timeMillis) {
                throw new IllegalArgumentException("entry " + entry.index() + " of term " + entry.term() + " and of "
                        + entry.timeMillis() + " ms does not follow entry " + index + " of term " + term + " and of "
                        + timeMillis + " ms");
            }
            if (entry.data().length > LogRecord.DATA_BYTES_MAX) {
                throw new IllegalArgumentException("entry " + entry.index() + " is " + entry.data().length
                        + " bytes; the limit is " + LogRecord.DATA_BYTES_MAX);
            }
            index = entry.index();
            term = entry.term();
            timeMillis = entry.timeMillis();
        }
    }

    void append(List<Entry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        var segment = active == null ? create() : active;
        var start = segment.end();
        for (var entry : entries) {
            if (!segment.isEmpty() && segment.end() + (long) LogRecord.bytes(entry) > segmentBytes) {
                write(segment, start);
                sync(segment);
                segment = create();
                start = segment.end();
            }
            put(segment, entry);
            if (buffer.position() >= BUFFER_BYTES) {
                write(segment, start);
                start = segment.end();
            }
        }
        write(segment, start);
    }

    /** Removes entries for good before it returns: what comes after them must never be mixed with them. */
    void truncateFrom(long index) throws IOException {
        mark.lower(index - 1);
        cache.truncateFrom(index);
        while (segments.size() > 1 && segments.lastKey() >= index) {
            drop(segments.lastEntry().getValue());
        }
        active = segments.isEmpty() ? null : segments.lastEntry().getValue();
        if (active != null && active.lastIndex() >= index) {
            counters.logGrew(active.offset(index) - active.end());
            active.truncateFrom(index);
        }
    }

    /** One sync for all that was appended since the last. */
    void sync() throws IOException {
        if (dirty && active != null) {
            sync(active);
            dirty = false;
            mark.raise(active.lastIndex());
        }
    }

    /** Drops whole segments that end at or before an index. */
    void compactTo(long index) throws IOException {
        while (segments.size() > 1 && segments.firstEntry().getValue().lastIndex() <= index) {
            drop(segments.firstEntry().getValue());
        }
    }

    /** A snapshot of what the log has: the log goes on. */
    void snapshotAt(SnapshotMark snapshot) {
        baseIndex = snapshot.index();
        baseTerm = snapshot.term();
        baseTimeMillis = snapshot.timeMillis();
    }

    /** A snapshot stands for everything: the log begins anew behind it. */
    void restartAfter(SnapshotMark snapshot) throws IOException {
        mark.lower(snapshot.index());
        while (!segments.isEmpty()) {
            drop(segments.lastEntry().getValue());
        }
        active = null;
        cache.clear();
        dirty = false;
        snapshotAt(snapshot);
    }

    void close(boolean clean) throws IOException {
        for (var segment : segments.values()) {
            segment.file().close();
        }
        mark.close(clean);
    }

    private boolean isEmpty() {
        return active == null || lastIndex() < segments.firstKey();
    }

    private Segment create() throws IOException {
        var head = new SegmentHead(lastIndex() + 1, lastTerm(), lastTimeMillis());
        var segment = Segment.create(disk, head);
        disk.sync();
        segments.put(head.firstIndex(), segment);
        counters.logGrew(segment.end());
        active = segment;
        return segment;
    }

    private long lastTerm() {
        return active == null ? baseTerm : active.lastTerm();
    }

    private void drop(Segment segment) throws IOException {
        segments.remove(segment.firstIndex());
        counters.logGrew(-segment.end());
        segment.file().close();
        disk.delete(segment.name());
        disk.sync();
    }

    private void put(Segment segment, Entry entry) {
        var bytes = LogRecord.bytes(entry);
        if (buffer.remaining() < bytes) {
            var larger = disk.buffer(Math.max(buffer.position() + bytes, 2 * buffer.capacity()));
            buffer = larger.put(buffer.flip());
        }
        LogRecord.write(buffer, entry, mark.index(), segment.end());
        segment.noted(entry);
        cache.add(entry);
    }

    private void write(Segment segment, long position) throws IOException {
        var bytes = buffer.flip().remaining();
        if (bytes > 0) {
            dirty = true;
            segment.file().write(buffer, position);
            counters.appended(bytes);
        }
        buffer.clear();
    }

    private void sync(Segment segment) throws IOException {
        var start = System.nanoTime();
        segment.file().sync();
        counters.synced(System.nanoTime() - start);
    }
}
