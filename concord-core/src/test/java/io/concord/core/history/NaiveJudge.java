package io.concord.core.history;

import io.concord.core.model.Precondition;
import java.util.ArrayList;
import java.util.List;

/** Tries every order of the operations of one key, with every revision that an unknown outcome may have; for short histories. */
final class NaiveJudge {
    private record Held(String value, long revision, long last) {}

    private final long revisionMax;

    private NaiveJudge(long revisionMax) {
        this.revisionMax = revisionMax;
    }

    static boolean isLinearizable(List<Operation> operations, long revisionMax) {
        var relevant = operations.stream()
                .filter(operation ->
                        !(operation.result() instanceof Result.Unknown) || !(operation.action() instanceof Action.Get))
                .toList();
        return new NaiveJudge(revisionMax).canFinish(new ArrayList<>(relevant), new Held("", 0, 0), Long.MIN_VALUE);
    }

    private boolean canFinish(List<Operation> left, Held held, long latest) {
        if (left.stream().allMatch(operation -> operation.result() instanceof Result.Unknown)) {
            return true;
        }
        for (var operation : left) {
            if (isNextPossible(operation, left, latest)) {
                for (var next : after(operation, held, left)) {
                    var rest = new ArrayList<>(left);
                    rest.remove(operation);
                    if (canFinish(rest, next, Math.max(latest, operation.invoked()))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isNextPossible(Operation operation, List<Operation> left, long latest) {
        return operation.returned() >= latest
                && left.stream().noneMatch(other -> other.isAnswered() && other.returned() < operation.invoked());
    }

    private List<Held> after(Operation operation, Held held, List<Operation> left) {
        var result = operation.result();
        if (result instanceof Result.Found found) {
            return when(
                    held,
                    found.value().equals(held.value())
                            && found.revision() == held.revision()
                            && isAt(found.storeRevision(), held, left));
        }
        if (result instanceof Result.Absent absent) {
            return when(held, held.revision() == 0 && isAt(absent.storeRevision(), held, left));
        }
        var isMet = isMet(operation, held);
        if (result instanceof Result.PreconditionFailed failed) {
            return when(
                    held,
                    !isMet && failed.entryRevision() == held.revision() && isAt(failed.storeRevision(), held, left));
        }
        if (result instanceof Result.Deleted deleted && !deleted.existed()) {
            return when(held, isMet && held.revision() == 0 && isAt(deleted.revision(), held, left));
        }
        return isMet ? written(operation, held) : List.of();
    }

    private List<Held> written(Operation operation, Held held) {
        var result = operation.result();
        if (operation.action() instanceof Action.Delete && held.revision() == 0) {
            return List.of();
        }
        var from = held.last() + 1;
        var to = revisionMax;
        if (result instanceof Result.Written written) {
            from = Math.max(from, written.revision());
            to = written.revision();
        } else if (result instanceof Result.Deleted deleted) {
            from = Math.max(from, deleted.revision());
            to = deleted.revision();
        }
        var states = new ArrayList<Held>();
        for (var revision = from; revision <= to; revision++) {
            states.add(
                    operation.action() instanceof Action.Put put
                            ? new Held(put.value(), revision, revision)
                            : new Held("", 0, revision));
        }
        return states;
    }

    private static List<Held> when(Held held, boolean fits) {
        return fits ? List.of(held) : List.of();
    }

    /** Everything written so far is at or before a revision of the store, and everything still to be written after it. */
    private static boolean isAt(long storeRevision, Held held, List<Operation> left) {
        return storeRevision == 0
                || (held.last() <= storeRevision
                        && left.stream().noneMatch(operation -> writes(operation, storeRevision)));
    }

    private static boolean writes(Operation operation, long revisionAtMost) {
        return (operation.result() instanceof Result.Written written && written.revision() <= revisionAtMost)
                || (operation.result() instanceof Result.Deleted deleted
                        && deleted.existed()
                        && deleted.revision() <= revisionAtMost);
    }

    private static boolean isMet(Operation operation, Held held) {
        var precondition = operation.action() instanceof Action.Put put
                ? put.precondition()
                : operation.action() instanceof Action.Delete delete ? delete.precondition() : Precondition.none();
        if (precondition instanceof Precondition.RevisionIn in) {
            return held.revision() > 0 && in.revisions().contains(held.revision());
        }
        if (precondition instanceof Precondition.Absent) {
            return held.revision() == 0;
        }
        return precondition instanceof Precondition.None || held.revision() > 0;
    }
}
