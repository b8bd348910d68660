package io.concord.core.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of the steps of one key that explains all answers: the algorithm of Wing and Gong with the memory of
 * Lowe ("Testing for linearizability", 2017), in which a position is what has happened and the state after it.
 *
 * <p>Four things keep it small, and none loses an order that exists. What only observes is taken as soon as it fits. Writes
 * of known revision are taken in the order of revisions. A write in doubt is taken only if the very next step needs its
 * effect; otherwise the order without it is as good. Of writes in doubt that are alike the one with the earliest deadline
 * goes first.
 */
final class Search {
    private static final int POSITIONS_MAX = 2_000_000;

    private final Step[] certain;
    private final Step.Write[] doubtful;
    private final Step.Write[] writes;
    private final boolean[] required;
    private final int requiredCount;
    private final Set<Mark> seen = new HashSet<>();
    private final Deque<Position> open = new ArrayDeque<>();
    private Position deepest;

    /**
     * Where a search has come to.
     *
     * @param done by index: first what is certain, then what is in doubt
     * @param writesDone how many of the writes of known revision are done
     * @param latest the latest invocation of what is done: what ended before it can no longer happen
     */
    private record Position(BitSet done, State state, int requiredDone, int writesDone, long latest) {}

    /** What makes two positions the same, in few bytes: everything before {@code first} is done. */
    private record Mark(int first, BitSet doneAfter, BitSet doubtsDone, State state) {}

    /** A step that may come next, by its index. */
    private record Move(int index, Step step) {}

    private Search(List<Step> certain, List<Step.Write> doubtful, long until) {
        this.certain = certain.stream()
                .filter(step -> step.invoked() <= until)
                .filter(step -> step instanceof Step.Write || step.returned() <= until)
                .toArray(Step[]::new);
        this.doubtful =
                doubtful.stream().filter(step -> step.invoked() <= until).toArray(Step.Write[]::new);
        this.writes = certainWrites();
        this.required = new boolean[this.certain.length];
        var count = 0;
        for (var i = 0; i < required.length; i++) {
            required[i] = this.certain[i].returned() <= until;
            count += required[i] ? 1 : 0;
        }
        this.requiredCount = count;
        this.deepest = new Position(new BitSet(), State.INITIAL, 0, 0, Long.MIN_VALUE);
    }

    private Step.Write[] certainWrites() {
        var found = new ArrayList<Step.Write>();
        for (var step : certain) {
            if (step instanceof Step.Write write) {
                found.add(write);
            }
        }
        found.sort(Comparator.comparingLong(Step::entryRevision));
        return found.toArray(Step.Write[]::new);
    }

    /** Looks for an order that explains what had returned at a moment; what was on its way then may or may not be in it. */
    static Search run(KeySteps steps, long until) {
        var search = new Search(steps.certain(), steps.doubtful(), until);
        search.run();
        return search;
    }

    /** Whether there is an order. */
    boolean isExplained() {
        return deepest.requiredDone() == requiredCount;
    }

    /** The state after the longest order that was found. */
    State lastState() {
        return deepest.state();
    }

    /** How many operations the longest order explains. */
    int explained() {
        return deepest.requiredDone();
    }

    /** When the first answer came that the longest order does not have; all that was answered earlier is explained. */
    long explainedBefore() {
        var first = Operation.NEVER;
        for (var i = 0; i < certain.length; i++) {
            if (!deepest.done().get(i)) {
                first = Math.min(first, certain[i].returned());
            }
        }
        return first;
    }

    /** What would have had to be next and does not fit, by invocation. */
    List<Operation> unexplained() {
        return enabled(deepest).stream().map(move -> move.step().operation()).toList();
    }

    /** The last writes of the longest order, and what may have happened besides. */
    List<Operation> background(int writesMax) {
        var operations = new ArrayList<Operation>();
        for (var i = Math.max(0, deepest.writesDone() - writesMax); i < deepest.writesDone(); i++) {
            operations.add(writes[i].operation());
        }
        enabledDoubts(deepest, horizon(deepest))
                .forEach(move -> operations.add(move.step().operation()));
        return operations;
    }

    private void run() {
        open.push(deepest);
        while (!open.isEmpty() && !isExplained()) {
            var position = observeAll(open.pop());
            if (position.requiredDone() > deepest.requiredDone()) {
                deepest = position;
            }
            // Without alternatives there is no second way to a position, and none needs remembering.
            if (open.isEmpty() || seen.add(mark(position))) {
                pushMoves(position);
            }
            if (seen.size() > POSITIONS_MAX) {
                throw new IllegalStateException("no verdict after " + POSITIONS_MAX + " positions; key '"
                        + certain[0].operation().key() + "' has too much in doubt");
            }
        }
    }

    private Mark mark(Position position) {
        var done = position.done();
        var first = Math.min(done.nextClearBit(0), certain.length);
        return new Mark(
                first,
                done.get(first, certain.length),
                done.get(certain.length, certain.length + doubtful.length),
                position.state());
    }

    private Position after(Position position, Move move, State next) {
        var isCertain = move.index() < certain.length;
        var done = (BitSet) position.done().clone();
        done.set(move.index());
        return new Position(
                done,
                next,
                position.requiredDone() + (isCertain && required[move.index()] ? 1 : 0),
                position.writesDone() + (isCertain && move.step() instanceof Step.Write ? 1 : 0),
                Math.max(position.latest(), move.step().invoked()));
    }

    /** Takes every observation that fits a state that is certain: it never harms to have it behind. */
    private Position observeAll(Position position) {
        var now = position;
        while (!now.state().isOpen()) {
            var doneBefore = now.requiredDone();
            for (var move : enabled(now)) {
                var next = fits(move, now) ? move.step().after(now.state()) : null;
                if (next != null) {
                    now = after(now, move, next);
                }
            }
            if (now.requiredDone() == doneBefore) {
                return now;
            }
        }
        return now;
    }

    /** Pushes what may come next, the likeliest last, so that it is tried first. */
    private void pushMoves(Position position) {
        var enabled = enabled(position);
        if (enabled.stream().anyMatch(move -> isTooLate(move, position.state()))) {
            return;
        }
        var doubts = enabledDoubts(position, horizon(position));
        for (var doubt : doubts) {
            var next = next(doubt, position.state());
            if (next != null && isNeeded(next, doubt, enabled, doubts)) {
                open.push(after(position, doubt, next));
            }
        }
        for (var move : enabled) {
            var next = isNextWrite(move, position) || fits(move, position) ? next(move, position.state()) : null;
            if (next != null) {
                open.push(after(position, move, next));
            }
        }
    }

    /** Nothing can follow an effect that nobody has told of, except what needs it. */
    private static @Nullable State next(Move move, State state) {
        return state.observed() || move.step().observes() ? move.step().after(state) : null;
    }

    private static boolean isTooLate(Move move, State state) {
        return move.step() instanceof Step.Observation seen
                && (isBelow(seen.entryRevision(), state.floor()) || isBelow(seen.storeRevision(), state.floor()));
    }

    private static boolean isBelow(long revision, long floor) {
        return revision > 0 && revision < floor;
    }

    /** Whether it is an observation, and nothing that it must have seen is still to be written. */
    private boolean fits(Move move, Position position) {
        return move.step() instanceof Step.Observation seen
                && (position.writesDone() == writes.length
                        || writes[position.writesDone()].entryRevision() > seen.position());
    }

    private boolean isNextWrite(Move move, Position position) {
        return position.writesDone() < writes.length && move.step().equals(writes[position.writesDone()]);
    }

    private static boolean isNeeded(State state, Move by, List<Move> enabled, List<Move> doubts) {
        return enabled.stream().anyMatch(move -> needs(move, state))
                || doubts.stream().anyMatch(move -> move.index() != by.index() && needs(move, state));
    }

    private static boolean needs(Move move, State state) {
        return move.step().observes() && move.step().after(state) != null;
    }

    /** The first return among what has to happen still: what is invoked later cannot come before it. */
    private long horizon(Position position) {
        var horizon = Operation.NEVER;
        for (var i = position.done().nextClearBit(0);
                i < certain.length && certain[i].invoked() <= horizon;
                i = position.done().nextClearBit(i + 1)) {
            horizon = Math.min(horizon, end(i));
        }
        return horizon;
    }

    /** What is not required may still be on its way when everything else has happened. */
    private long end(int index) {
        return required[index] ? certain[index].returned() : Operation.NEVER;
    }

    private List<Move> enabled(Position position) {
        var horizon = horizon(position);
        var moves = new ArrayList<Move>();
        for (var i = position.done().nextClearBit(0);
                i < certain.length && certain[i].invoked() <= horizon;
                i = position.done().nextClearBit(i + 1)) {
            moves.add(new Move(i, certain[i]));
        }
        return moves;
    }

    private List<Move> enabledDoubts(Position position, long horizon) {
        var moves = new ArrayList<Move>();
        for (var i = 0; i < doubtful.length; i++) {
            var step = doubtful[i];
            if (!position.done().get(certain.length + i)
                    && step.invoked() <= horizon
                    && step.returned() >= position.latest()
                    && moves.stream().noneMatch(earlier -> step.isLike((Step.Write) earlier.step()))) {
                moves.add(new Move(certain.length + i, step));
            }
        }
        return moves;
    }
}
