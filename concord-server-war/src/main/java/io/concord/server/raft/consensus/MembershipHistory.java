package io.concord.server.raft.consensus;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The memberships in a member's log, by the index of their entries, above the one that the log begins with. */
final class MembershipHistory {
    private final NavigableMap<Long, Membership> byIndex = new TreeMap<>();

    MembershipHistory(long baseIndex, Membership base) {
        reset(baseIndex, base);
    }

    /** What a member's log says, from its snapshot on; a founder that has no log yet begins with all founders. */
    static MembershipHistory read(RaftStorage storage, List<String> founders, long batchBytes) {
        var snapshot = storage.snapshot();
        var history = snapshot == null
                ? new MembershipHistory(0, founders.isEmpty() ? Membership.NONE : Membership.founding(founders))
                : new MembershipHistory(snapshot.index(), MembershipCodec.decode(snapshot.membership()));
        var from = snapshot == null ? 1 : snapshot.index() + 1;
        while (from <= storage.lastIndex()) {
            var entries = storage.entries(from, storage.lastIndex(), batchBytes);
            entries.forEach(history::add);
            from += entries.size();
        }
        return history;
    }

    /** In force: the newest one, committed or not. */
    Membership newest() {
        return byIndex.lastEntry().getValue();
    }

    long newestIndex() {
        return byIndex.lastKey();
    }

    /** As it was at an index that is not before the beginning of the log. */
    Membership at(long index) {
        var entry = byIndex.floorEntry(index);
        return (entry == null ? byIndex.firstEntry() : entry).getValue();
    }

    void add(Entry entry) {
        if (entry.kind() == Entry.Kind.MEMBERSHIP) {
            byIndex.put(entry.index(), MembershipCodec.decode(entry.data()));
        }
    }

    void truncateFrom(long index) {
        byIndex.tailMap(index, true).clear();
    }

    /** The log begins anew. */
    void reset(long baseIndex, Membership base) {
        byIndex.clear();
        byIndex.put(baseIndex, base);
    }

    /** A snapshot stands for everything up to an index; what follows it stays. */
    void startAt(long index, Membership membership) {
        byIndex.headMap(index, true).clear();
        byIndex.put(index, membership);
    }
}
