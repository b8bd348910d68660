package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the segments back at start. A tail that was written and not synced is cut and reported; anything else that is not
 * as it was written is damage. What it brings back is on disk: a process that was killed leaves entries behind that are in
 * the system's memory only, and from now on they count as synced.
 */
final class LogRecovery {
    private final Disk disk;
    private final @Nullable SnapshotMark snapshot;
    private final SyncMark mark;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private long acknowledged;
    private long cutIndex;
    private long cutBytes;

    LogRecovery(Disk disk, @Nullable SnapshotMark snapshot, SyncMark mark) {
        this.disk = disk;
        this.snapshot = snapshot;
        this.mark = mark;
        this.acknowledged = mark.index();
    }

    RecoveryReport report() {
        return new RecoveryReport(notes, cutIndex, cutBytes);
    }

    /** The segments as they are to be used, by their first index. */
    NavigableMap<Long, Segment> run() throws IOException {
        var names = disk.list().stream().filter(Segment::isName).sorted().toList();
        for (var name : names) {
            read(name, name.equals(names.get(names.size() - 1)));
        }
        if (snapshot != null && isSuperseded(snapshot)) {
            discardAll(snapshot);
        }
        requireWhole();
        if (!segments.isEmpty()) {
            newest().file().sync();
            mark.raise(newest().lastIndex());
        }
        return segments;
    }

    private void read(String name, boolean last) throws IOException {
        var file = disk.open(name);
        try {
            var head = SegmentHead.read(file);
            if (head == null || head.firstIndex() != Segment.firstIndex(name)) {
                cutUnusedFile(name, file, last);
                return;
            }
            requireFollows(name, head);
            var segment = new Segment(name, head, file);
            segments.put(head.firstIndex(), segment);
            var scan = new SegmentScan(segment);
            scan.run();
            acknowledged = Math.max(acknowledged, scan.syncedIndex());
            var problem = scan.problem();
            if (problem != null) {
                cutTail(segment, scan.bytesBehind(), problem, last);
            }
        } catch (FormatException e) {
            throw damaged(name, String.valueOf(e.getMessage()));
        }
    }

    private void requireFollows(String name, SegmentHead head) {
        if (segments.isEmpty()) {
            return;
        }
        var before = newest();
        if (head.firstIndex() != before.lastIndex() + 1) {
            throw damaged(
                    name,
                    "it begins with entry " + head.firstIndex() + ", but " + before.name() + " ends with entry "
                            + before.lastIndex());
        }
        if (head.previousTerm() != before.lastTerm() || head.previousTimeMillis() != before.lastTimeMillis()) {
            throw damaged(
                    name,
                    "it says that entry " + before.lastIndex() + " is of term " + head.previousTerm() + " and of "
                            + head.previousTimeMillis() + " ms, but " + before.name() + " has it of term "
                            + before.lastTerm() + " and of " + before.lastTimeMillis() + " ms");
        }
    }

    private void cutTail(Segment segment, long bytes, String problem, boolean last) throws IOException {
        var index = segment.lastIndex() + 1;
        if (!last || index <= acknowledged) {
            throw damaged(segment.name(), problem + (last ? "; entries up to " + acknowledged + " were synced" : ""));
        }
        cut(index, bytes);
        notes.add(disk.name() + "/" + segment.name() + ": cut " + bytes + " bytes that were never synced, from entry "
                + index + " on, at byte " + segment.end());
        segment.truncateFrom(index);
    }

    /** Made just before the end, and nothing in it was ever synced. */
    private void cutUnusedFile(String name, DiskFile file, boolean last) throws IOException {
        var index = Segment.firstIndex(name);
        var scan = new SegmentScan(new Segment(name, new SegmentHead(index, 0, 0), file));
        scan.lookBehind(0);
        acknowledged = Math.max(acknowledged, scan.syncedIndex());
        if (!last || index <= acknowledged) {
            throw damaged(
                    name,
                    "its head (the first " + SegmentHead.BYTES + " bytes, before entry " + index + ") is damaged");
        }
        cut(index, file.size());
        notes.add(disk.name() + "/" + name + ": removed, nothing in it was ever synced");
        file.close();
        disk.delete(name);
        disk.sync();
    }

    private void cut(long index, long bytes) {
        cutIndex = index;
        cutBytes += bytes;
    }

    /** A snapshot of a peer was installed and the log was about to be thrown away, or the log ends before the snapshot. */
    private boolean isSuperseded(SnapshotMark by) {
        if (segments.isEmpty() || newest().lastIndex() < by.index()) {
            return acknowledged <= by.index();
        }
        var first = segments.firstEntry().getValue();
        return first.firstIndex() <= by.index() + 1
                && segmentOf(by.index(), first).termAt(by.index()) != by.term();
    }

    private Segment segmentOf(long index, Segment first) {
        var found = segments.floorEntry(index);
        return found == null ? first : found.getValue();
    }

    /** From its end, so that what is left over a loss of power still is a log that ends before the snapshot. */
    private void discardAll(SnapshotMark by) throws IOException {
        mark.lower(by.index());
        acknowledged = by.index();
        for (var segment : List.copyOf(segments.descendingMap().values())) {
            segment.file().close();
            segments.remove(segment.firstIndex());
            disk.delete(segment.name());
            disk.sync();
        }
    }

    private void requireWhole() {
        var base = snapshot == null ? 0 : snapshot.index();
        if (!segments.isEmpty() && segments.firstKey() > base + 1) {
            throw damaged(
                    segments.firstEntry().getValue().name(),
                    "the log begins with entry " + segments.firstKey() + ", but "
                            + (snapshot == null ? "there is no snapshot" : "the snapshot ends with entry " + base));
        }
        var last = segments.isEmpty() ? base : newest().lastIndex();
        if (last < Math.max(acknowledged, base)) {
            throw damaged(
                    segments.isEmpty() ? "log" : newest().name(),
                    "the log ends with entry " + last + ", but entries up to " + Math.max(acknowledged, base)
                            + " were synced");
        }
    }

    private Segment newest() {
        return segments.lastEntry().getValue();
    }

    private StorageDamagedException damaged(String name, String what) {
        return new StorageDamagedException(disk.name() + "/" + name, what);
    }
}
