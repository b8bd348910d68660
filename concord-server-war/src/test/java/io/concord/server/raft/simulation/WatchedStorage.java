package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.RaftStorage;
import java.util.List;
import java.util.function.LongSupplier;

/** Tells of every entry that comes into a member's log, before it does: a part of it may be there even if that fails. */
final class WatchedStorage extends ForwardingStorage {
    private final String member;
    private final Stamps stamps;
    private final LongSupplier trueMillis;

    WatchedStorage(RaftStorage storage, String member, Stamps stamps, LongSupplier trueMillis) {
        super(storage);
        this.member = member;
        this.stamps = stamps;
        this.trueMillis = trueMillis;
    }

    @Override
    public void append(List<Entry> entries) {
        if (!entries.isEmpty()) {
            var previousTerm = termAt(entries.get(0).index() - 1);
            for (var entry : entries) {
                stamps.appended(member, previousTerm, entry, trueMillis.getAsLong());
                previousTerm = entry.term();
            }
        }
        super.append(entries);
    }
}
