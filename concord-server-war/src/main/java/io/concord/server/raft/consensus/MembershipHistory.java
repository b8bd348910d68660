package io.concord.server.raft.consensus;

import java.util.NavigableMap;
import java.util.TreeMap;

/** The memberships in a member's log, by the index of their entries, above the one that the log begins with. */
final class MembershipHistory {
    private final NavigableMap<Long, Membership> byIndex = new TreeMap<>();

    MembershipHistory(long baseIndex, Membership base) {
        reset(baseIndex, base);
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
