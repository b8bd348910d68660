package io.concord.server.raft;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the digests of the members' states at the same index of the log. They differ only if a replica is broken. The
 * one whose digest a majority contradicts stops; until it is clear which one is wrong, all raise an alarm.
 */
final class DigestWatch {
    private static final System.Logger LOG = System.getLogger(DigestWatch.class.getName());
    private static final int CHECKPOINTS_MAX = 16;

    /** The digest of a state after the entry at an index, in hexadecimal. */
    record Checkpoint(long index, String digest) {
        static final Checkpoint NONE = new Checkpoint(0, "");
    }

    private final String ownId;
    private final Supplier<Integer> majority;
    private final Runnable tell;
    private final Consumer<String> onDiverged;
    private final NavigableMap<Long, Map<String, String>> digests = new TreeMap<>();
    private Checkpoint newest = Checkpoint.NONE;
    private @Nullable String alarm;

    /**
     * A watch that has seen nothing.
     *
     * @param majority how many members must agree to be right
     * @param tell has the others hear of this member's newest, before it is compared: one that stops has told what it had
     * @param onDiverged called when this member is the one that is wrong
     */
    DigestWatch(String ownId, Supplier<Integer> majority, Runnable tell, Consumer<String> onDiverged) {
        this.ownId = ownId;
        this.majority = majority;
        this.tell = tell;
        this.onDiverged = onDiverged;
    }

    void own(Checkpoint checkpoint) {
        if (isNewest(checkpoint)) {
            tell.run();
        }
        reported(ownId, checkpoint);
    }

    private synchronized boolean isNewest(Checkpoint checkpoint) {
        var isNewer = checkpoint.index() > newest.index();
        if (isNewer) {
            newest = checkpoint;
        }
        return isNewer;
    }

    synchronized void reported(String id, Checkpoint checkpoint) {
        if (checkpoint.index() == 0) {
            return;
        }
        digests.computeIfAbsent(checkpoint.index(), index -> new HashMap<>()).put(id, checkpoint.digest());
        if (digests.size() > CHECKPOINTS_MAX) {
            digests.pollFirstEntry();
        }
        compare(checkpoint.index());
    }

    /** This member's newest. */
    synchronized Checkpoint newest() {
        return newest;
    }

    /** What is wrong; empty while nothing is. Stays until the node is started anew. */
    synchronized Optional<String> alarm() {
        return Optional.ofNullable(alarm);
    }

    private void compare(long index) {
        var byMember = digests.getOrDefault(index, Map.of());
        if (byMember.values().stream().distinct().count() < 2) {
            return;
        }
        if (alarm == null) {
            alarm = "the states of the members differ at index " + index + ": " + byMember;
            LOG.log(Level.ERROR, alarm);
        }
        var own = byMember.get(ownId);
        var contradicted = byMember.values().stream()
                .filter(digest -> !digest.equals(own))
                .anyMatch(digest -> supporters(byMember, digest) >= majority.get());
        if (own != null && contradicted) {
            onDiverged.accept("this member's state differs from that of a majority at index " + index
                    + "; move its data directory away and start it as a new member");
        }
    }

    private static long supporters(Map<String, String> byMember, String digest) {
        return byMember.values().stream().filter(digest::equals).count();
    }
}
