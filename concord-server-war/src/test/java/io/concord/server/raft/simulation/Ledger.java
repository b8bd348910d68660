package io.concord.server.raft.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What consensus promises, checked as it happens: all members apply the same at the same index; a term has one leader; what
 * is acknowledged is applied and stays; what was refused is not applied; a command takes effect once, however often its
 * client has tried; and operations take effect between their call and
 * their answer, so that what began after another was answered sees it (linearizability, by the index in the log).
 */
final class Ledger {
    /** A promise was broken. */
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;

        Violation(String message) {
            super(message);
        }
    }

    private final Map<Long, Long> stateAt = new HashMap<>();
    private final Map<Long, Long> commandAt = new HashMap<>();
    private final Map<Long, Long> indexOf = new HashMap<>();
    private final Map<Long, Long> effectOf = new HashMap<>();
    private final Map<Long, String> leaderOf = new HashMap<>();
    private final Set<Long> refused = new HashSet<>();
    private final Stamps stamps = new Stamps();
    private long highestAnswered;
    private long answers;
    private long snapshotsInstalled;

    /** A member is in a state after an index. */
    void state(String member, long index, long state) {
        var before = stateAt.putIfAbsent(index, state);
        if (before != null && before != state) {
            throw new Violation(member + " has another state than others after index " + index);
        }
    }

    void applied(String member, long index, long command) {
        var before = commandAt.putIfAbsent(index, command);
        if (before != null && before != command) {
            throw new Violation(member + " applies command " + command + " at index " + index + ", others " + before);
        }
        indexOf.putIfAbsent(command, index);
        if (refused.contains(command)) {
            throw new Violation("command " + command + " was refused and is applied at index " + index);
        }
    }

    /** A command changed the state; one that is repeated must not do so again. */
    void tookEffect(String member, long index, long command) {
        var before = effectOf.putIfAbsent(command, index);
        if (before != null && before != index) {
            throw new Violation(member + " lets command " + command + " take effect at index " + index
                    + ", where it is a retry: it took effect at index " + before);
        }
    }

    /** What the cluster's time promises. */
    Stamps stamps() {
        return stamps;
    }

    void leads(String member, long term) {
        var before = leaderOf.putIfAbsent(term, member);
        if (before != null && !before.equals(member)) {
            throw new Violation("term " + term + " has the leaders " + before + " and " + member);
        }
    }

    /** What an operation that begins now must see. */
    long mustSee() {
        return highestAnswered;
    }

    void refused(long command) {
        refused.add(command);
        if (indexOf.containsKey(command)) {
            throw new Violation("command " + command + " was refused and is applied at " + indexOf.get(command));
        }
    }

    /**
     * A write was acknowledged.
     *
     * @param index where it was applied, perhaps as a retry
     * @param mustSee when its client tried it first
     */
    void written(long command, long index, long mustSee) {
        if (!Long.valueOf(command).equals(commandAt.get(index))) {
            throw new Violation("command " + command + " was acknowledged at index " + index + ", where "
                    + commandAt.get(index) + " is");
        }
        answered("write", effectOf.getOrDefault(command, 0L), mustSee);
    }

    /** A read was answered from the state after an index. */
    void read(long index, long mustSee) {
        answered("read", index, mustSee);
    }

    long answers() {
        return answers;
    }

    /** A member has replaced its state by a snapshot of its leader. */
    void snapshotInstalled() {
        snapshotsInstalled++;
    }

    long snapshotsInstalled() {
        return snapshotsInstalled;
    }

    /** Where a command was applied; 0 where it was not. */
    long indexOf(long command) {
        return indexOf.getOrDefault(command, 0L);
    }

    private void answered(String what, long index, long mustSee) {
        if (index < mustSee || (what.equals("write") && index == mustSee)) {
            throw new Violation("a " + what + " took effect at index " + index + ", but when it began, index " + mustSee
                    + " had been answered");
        }
        highestAnswered = Math.max(highestAnswered, index);
        answers++;
    }
}
