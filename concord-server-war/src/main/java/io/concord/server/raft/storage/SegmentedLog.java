package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The entries of the log in {@link Segment}s, and what of them is on disk for certain. */
final class SegmentedLog {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final int segmentBytes;
    private final EntryCache cache;
    private final NavigableMap<Long, Segment> segments;
    private final SyncMark mark;
    private final LongConsumer syncNanos;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 10);
    private long baseIndex;
    private long baseTerm;
    private boolean dirty;
    private long bytes;

    /** @param snapshot before the first entry, or among them; null before the first snapshot */
    SegmentedLog(
            Disk disk,
            DurableStorage.Options options,
            NavigableMap<Long, Segment> segments,
            SyncMark mark,
            @Nullable SnapshotMark snapshot,
            LongConsumer syncNanos) {
        this.disk = disk;
        this.segmentBytes = options.segmentBytes();
        this.cache = new EntryCache(options.cacheBytes());
        this.segments = new TreeMap<>(segments);
        this.mark = mark;
        this.syncNanos = syncNanos;
        if (snapshot != null) {
            baseIndex = snapshot.index();
            baseTerm = snapshot.term();
        }
        segments.values().forEach(segment -> bytes += segment.end());
    }

    long firstIndex() {
        return isEmpty() ? baseIndex + 1 : segments.firstEntry().getValue().firstIndex();
    }

    long lastIndex() {
        return isEmpty() ? baseIndex : segments.lastEntry().getValue().lastIndex();
    }

    long termAt(long index) {
        if (index == baseIndex) {
            return baseTerm;
        }
        return index < firstIndex() || index > lastIndex()
                ? -1
                : segments.floorEntry(index).getValue().termAt(index);
    }

    long sizeBytes() {
        return bytes;
    }

    long syncedIndex() {
        return mark.index();
    }

    List<Entry> entries(long from, long to, long bytesMax) throws IOException {
        if (from < firstIndex() || from > lastIndex()) {
            throw new IllegalArgumentException(
                    "entry " + from + " is not in the log, which has " + firstIndex() + " to " + lastIndex());
        }
        if (cache.has(from)) {
            return cache.from(from, to, bytesMax);
        }
        var segment = segments.floorEntry(from).getValue();
        return segment.read(from, Math.min(to, segment.lastIndex()), bytesMax);
    }

    void append(List<Entry> entries) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        if (entries.get(0).index() != lastIndex() + 1) {
            throw new IllegalArgumentException(
                    "entry " + entries.get(0).index() + " does not follow entry " + lastIndex());
        }
        var active = active(entries.get(0).index());
        buffer.clear();
        var start = active.end();
        for (var entry : entries) {
            if (active.end() > Segment.HEAD_BYTES && active.end() + LogRecord.bytes(entry) > segmentBytes) {
                write(active, start);
                active = roll(active, entry.index());
                start = active.end();
            }
            reserve(LogRecord.bytes(entry));
            LogRecord.write(buffer, entry, mark.index());
            active.noted(entry);
            cache.add(entry);
            bytes += LogRecord.bytes(entry);
            if (buffer.position() >= BUFFER_BYTES) {
                write(active, start);
                start = active.end();
            }
        }
        write(active, start);
    }

    /** Removes entries for good before it returns: what comes after them must never be mixed with them. */
    void truncateFrom(long index) throws IOException {
        mark.lower(index - 1);
        while (!segments.isEmpty() && segments.lastKey() >= index && segments.size() > 1) {
            drop(segments.lastEntry().getValue());
            disk.sync();
        }
        if (!segments.isEmpty() && segments.lastEntry().getValue().lastIndex() >= index) {
            var active = segments.lastEntry().getValue();
            bytes -= active.end() - active.offset(index);
            active.truncateFrom(index);
        }
        cache.truncateFrom(index);
    }

    /** One sync for all that was appended since the last. */
    void sync() throws IOException {
        if (dirty) {
            syncFile(segments.lastEntry().getValue());
            dirty = false;
            mark.raise(lastIndex());
        }
    }

    /** Drops whole segments that end at or before an index. */
    void compactTo(long index) throws IOException {
        while (segments.size() > 1 && segments.firstEntry().getValue().lastIndex() <= index) {
            drop(segments.firstEntry().getValue());
            disk.sync();
        }
    }

    /** A snapshot of the own state: the log goes on. */
    void snapshotAt(SnapshotMark snapshot) {
        baseIndex = snapshot.index();
        baseTerm = snapshot.term();
    }

    /** A snapshot stands for everything: the log begins anew behind it. */
    void restartAfter(SnapshotMark snapshot) throws IOException {
        mark.lower(snapshot.index());
        while (!segments.isEmpty()) {
            drop(segments.lastEntry().getValue());
            disk.sync();
        }
        cache.clear();
        dirty = false;
        snapshotAt(snapshot);
    }

    void close(boolean clean) throws IOException {
        for (var segment : segments.values()) {
            segment.file().close();
        }
        if (clean) {
            mark.close();
        } else {
            mark.abandon();
        }
    }

    private boolean isEmpty() {
        return segments.isEmpty()
                || segments.lastEntry().getValue().lastIndex()
                        < segments.firstEntry().getValue().firstIndex();
    }

    private Segment active(long firstIndex) throws IOException {
        if (segments.isEmpty()) {
            return create(firstIndex);
        }
        var active = segments.lastEntry().getValue();
        if (active.lastIndex() + 1 == firstIndex) {
            return active;
        }
        // Empty, and for other entries.
        drop(active);
        return create(firstIndex);
    }

    private Segment roll(Segment full, long firstIndex) throws IOException {
        syncFile(full);
        return create(firstIndex);
    }

    private Segment create(long firstIndex) throws IOException {
        var segment = Segment.create(disk, firstIndex);
        disk.sync();
        segments.put(firstIndex, segment);
        bytes += segment.end();
        return segment;
    }

    private void drop(Segment segment) throws IOException {
        segments.remove(segment.firstIndex());
        bytes -= segment.end();
        segment.file().close();
        disk.delete(segment.name());
    }

    private void reserve(int more) {
        if (buffer.remaining() < more) {
            var larger = ByteBuffer.allocateDirect(Math.max(buffer.position() + more, 2 * buffer.capacity()));
            larger.put(buffer.flip());
            buffer = larger;
        }
    }

    private void write(Segment segment, long position) throws IOException {
        if (buffer.position() > 0) {
            dirty = true;
            segment.file().write(buffer.flip(), position);
        }
        buffer.clear();
    }

    private void syncFile(Segment segment) throws IOException {
        var start = System.nanoTime();
        segment.file().sync();
        syncNanos.accept(System.nanoTime() - start);
    }
}
