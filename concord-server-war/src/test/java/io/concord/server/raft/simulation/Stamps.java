package io.concord.server.raft.simulation;

import io.concord.server.raft.consensus.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster's time promises, checked in every log and so in what is committed: from one entry to the next it does not
 * go back, and it does not grow by more than has really passed between the two stamps. What holds from one to the next holds
 * for any two.
 */
final class Stamps {
    private record Place(long index, long term) {}

    private record Stamp(long timeMillis, long trueMillis) {}

    private record Timed(long index, long timeMillis) {}

    private final Map<Place, Stamp> stamps = new HashMap<>();
    private final Set<Timed> timed = new HashSet<>();

    /**
     * An entry comes into a log behind one of this term. The first log that it comes into is its leader's, at the moment
     * when it is stamped.
     */
    void appended(String member, long previousTerm, Entry entry, long trueMillis) {
        var stamp = stamps.computeIfAbsent(
                new Place(entry.index(), entry.term()), place -> new Stamp(entry.timeMillis(), trueMillis));
        timed.add(new Timed(entry.index(), entry.timeMillis()));
        if (stamp.timeMillis() != entry.timeMillis()) {
            throw new Ledger.Violation(member + " has entry " + entry.index() + " of term " + entry.term() + " stamped "
                    + entry.timeMillis() + ", its leader had it " + stamp.timeMillis());
        }
        if (entry.index() > 1) {
            requireInOrder(member, entry.index(), stamps.get(new Place(entry.index() - 1, previousTerm)), stamp);
        }
    }

    private static void requireInOrder(String member, long index, @Nullable Stamp before, Stamp stamp) {
        if (before == null) {
            throw new Ledger.Violation(member + " has entry " + index + " behind one that no leader has made");
        }
        var counted = stamp.timeMillis() - before.timeMillis();
        var passed = stamp.trueMillis() - before.trueMillis();
        if (counted < 0 || counted > passed) {
            throw new Ledger.Violation(member + " has entry " + index + " stamped " + counted
                    + " ms after the one before; really " + passed + " ms had passed");
        }
    }

    /** A command is applied with a time. */
    void applied(String member, long index, long timeMillis) {
        if (!timed.contains(new Timed(index, timeMillis))) {
            throw new Ledger.Violation(
                    member + " applies entry " + index + " at " + timeMillis + " ms, which is not its stamp");
        }
    }
}
