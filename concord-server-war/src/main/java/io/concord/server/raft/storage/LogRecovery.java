package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.SnapshotMark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the segments back at start. A tail that was written and not synced is cut and reported; anything else that is not
 * as it was written is damage.
 */
final class LogRecovery {
    private final Disk disk;
    private final @Nullable SnapshotMark snapshot;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();
    private final List<String> reports = new ArrayList<>();
    private long acknowledged;

    /** @param synced a lower bound of what was synced, from elsewhere than the log */
    LogRecovery(Disk disk, @Nullable SnapshotMark snapshot, long synced) {
        this.disk = disk;
        this.snapshot = snapshot;
        this.acknowledged = synced;
    }

    /** What was cut, for the operator. */
    List<String> reports() {
        return reports;
    }

    /** The segments as they are to be used, by their first index. */
    NavigableMap<Long, Segment> run() throws IOException {
        var names = disk.list().stream().filter(Segment::isName).sorted().toList();
        for (var i = 0; i < names.size(); i++) {
            read(names.get(i), i == names.size() - 1);
        }
        if (snapshot != null && isSuperseded(snapshot)) {
            discardAll(snapshot);
        } else {
            requireWhole();
        }
        return segments;
    }

    private void read(String name, boolean newest) throws IOException {
        var segment = Segment.open(disk, name);
        var before = segments.isEmpty() ? null : segments.lastEntry().getValue();
        if (!segment.hasValidHead()) {
            cutUnusedFile(segment, newest);
            return;
        }
        if (before != null && segment.firstIndex() != before.lastIndex() + 1) {
            throw damaged(name, "it begins with entry " + segment.firstIndex() + ", but " + before.name()
                    + " ends with entry " + before.lastIndex());
        }
        var scan = new SegmentScan(segment);
        scan.run(before == null || before.lastIndex() < before.firstIndex() ? 0 : before.termAt(before.lastIndex()));
        acknowledged = Math.max(acknowledged, scan.syncedIndex());
        segments.put(segment.firstIndex(), segment);
        var problem = scan.problem();
        if (problem != null) {
            cutTail(segment, scan, problem, newest);
        }
    }

    private void cutTail(Segment segment, SegmentScan scan, String problem, boolean newest) throws IOException {
        if (!newest || segment.lastIndex() + 1 <= acknowledged) {
            throw damaged(segment.name(), problem + (newest ? "; entries up to " + acknowledged + " were synced" : ""));
        }
        reports.add(disk.name() + "/" + segment.name() + ": cut " + scan.bytesBehind() + " bytes that were never synced, from"
                + " entry " + (segment.lastIndex() + 1) + " on, at byte " + segment.end());
        segment.truncateFrom(segment.lastIndex() + 1);
    }

    /** Made just before the end, and nothing in it was ever synced. */
    private void cutUnusedFile(Segment segment, boolean newest) throws IOException {
        var version = segment.versionOnDisk();
        if (!newest || segment.firstIndex() <= acknowledged) {
            throw damaged(
                    segment.name(),
                    version > Segment.VERSION && version < 100
                            ? "it has format version " + version + "; this node reads " + Segment.VERSION + ": upgrade it"
                            : "its head is damaged");
        }
        segment.file().close();
        disk.delete(segment.name());
        disk.sync();
        reports.add(disk.name() + "/" + segment.name() + ": removed, nothing in it was ever synced");
    }

    /** A snapshot of a peer was installed and the log was about to be thrown away, or the log ends before the snapshot. */
    private boolean isSuperseded(SnapshotMark mark) {
        if (segments.isEmpty() || lastIndex() < mark.index()) {
            return acknowledged <= mark.index();
        }
        return firstIndex() <= mark.index() && termAt(mark.index()) != mark.term();
    }

    private void discardAll(SnapshotMark mark) throws IOException {
        if (segments.isEmpty()) {
            return;
        }
        reports.add(disk.name() + ": dropped the log up to entry " + lastIndex() + ", the snapshot at " + mark.index()
                + " stands for it");
        for (var segment : segments.descendingMap().values()) {
            segment.file().close();
            disk.delete(segment.name());
            disk.sync();
        }
        segments.clear();
    }

    private void requireWhole() {
        var base = snapshot == null ? 0 : snapshot.index();
        if (!segments.isEmpty() && firstIndex() > base + 1) {
            throw damaged(
                    segments.firstEntry().getValue().name(),
                    "the log begins with entry " + firstIndex() + ", but "
                            + (snapshot == null ? "there is no snapshot" : "the snapshot ends with entry " + base));
        }
        var last = segments.isEmpty() ? base : Math.max(base, lastIndex());
        if (last < acknowledged) {
            throw damaged(
                    segments.isEmpty() ? "log" : segments.lastEntry().getValue().name(),
                    "the log ends with entry " + last + ", but entries up to " + acknowledged + " were synced");
        }
    }

    private long firstIndex() {
        return segments.firstKey();
    }

    private long lastIndex() {
        return segments.lastEntry().getValue().lastIndex();
    }

    private long termAt(long index) {
        return segments.floorEntry(index).getValue().termAt(index);
    }

    private StorageDamagedException damaged(String name, String what) {
        return new StorageDamagedException(disk.name() + "/" + name, what);
    }
}
