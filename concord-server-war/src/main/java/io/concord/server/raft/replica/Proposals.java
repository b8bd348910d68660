package io.concord.server.raft.replica;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Commands that this member has put into the log as leader, until their fate is known. */
final class Proposals {
    private record Pending(long term, Consumer<Fate> whenDecided) {}

    private final TreeMap<Long, Pending> byIndex = new TreeMap<>();

    void add(long index, long term, Consumer<Fate> whenDecided) {
        byIndex.put(index, new Pending(term, whenDecided));
    }

    /** The entry at an index is committed and applied. */
    void applied(long index, long term, byte[] answer) {
        var pending = byIndex.remove(index);
        if (pending != null) {
            pending.whenDecided()
                    .accept(pending.term() == term ? new Fate.Applied(index, answer) : new Fate.NotTaken());
        }
    }

    /** This member leads no more in the term of what is pending. */
    void loseAllBefore(long term) {
        var lost = byIndex.entrySet().stream()
                .filter(entry -> entry.getValue().term() < term)
                .map(Map.Entry::getKey)
                .toList();
        for (var index : lost) {
            var pending = byIndex.remove(index);
            if (pending != null) {
                pending.whenDecided().accept(new Fate.Lost());
            }
        }
    }

    int size() {
        return byIndex.size();
    }
}
