package io.concord.core.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes one thing in a history wrong, as a faulty store would. */
enum Mutation {
    /** A read returns an entry that was overwritten, by a write acknowledged before the read began. */
    STALE_READ {
        @Override
        Optional<List<Operation>> of(List<Operation> operations, Random random) {
            return change(operations, random, Action.Get.class, (operation, before) -> {
                var newest = before.stream().mapToLong(Mutation::written).max().orElse(0);
                return before.stream()
                        .map(Operation::result)
                        .filter(result -> result instanceof Result.Found found && found.revision() < newest)
                        .map(Mutation::withoutStore)
                        .findFirst();
            });
        }
    },

    /** Everybody who reads after an acknowledged write finds what it had overwritten. */
    LOST_UPDATE {
        @Override
        Optional<List<Operation>> of(List<Operation> operations, Random random) {
            return change(operations, random, Action.Get.class, (operation, before) -> {
                var seen = operation.result() instanceof Result.Found found ? found.revision() : 0;
                var wasAcknowledged = before.stream().anyMatch(other -> seen > 0 && written(other) == seen);
                return before.stream()
                        .filter(other -> wasAcknowledged && written(other) > 0 && written(other) < seen)
                        .filter(other -> other.action() instanceof Action.Put)
                        .max(Comparator.comparingLong(Mutation::written))
                        .map(other -> new Result.Found(((Action.Put) other.action()).value(), written(other), 0));
            });
        }
    },

    /** A read returns what nobody wrote. */
    INVENTED_VALUE {
        @Override
        Optional<List<Operation>> of(List<Operation> operations, Random random) {
            return change(
                    operations,
                    random,
                    Action.Get.class,
                    (operation, before) -> operation.result() instanceof Result.Found found
                            ? Optional.of(new Result.Found("invented", found.revision(), found.storeRevision()))
                            : Optional.empty());
        }
    },

    /** Two writes get each other's revision. */
    SWAPPED_REVISIONS {
        @Override
        Optional<List<Operation>> of(List<Operation> operations, Random random) {
            var written = operations.stream()
                    .filter(operation -> operation.result() instanceof Result.Written)
                    .toList();
            if (written.size() < 2) {
                return Optional.empty();
            }
            var first = written.get(random.nextInt(written.size() / 2));
            var second = written.stream()
                    .filter(operation -> operation.invoked() > first.returned())
                    .findFirst()
                    .orElse(first);
            return Optional.of(operations.stream()
                    .map(operation -> operation.equals(first)
                            ? first.with(second.result())
                            : operation.equals(second) ? second.with(first.result()) : operation)
                    .toList());
        }
    },

    /** A compare-and-set succeeds although it was to fail. */
    IGNORED_PRECONDITION {
        @Override
        Optional<List<Operation>> of(List<Operation> operations, Random random) {
            var revision = operations.size() + 1L;
            return change(
                    operations,
                    random,
                    Action.Put.class,
                    (operation, before) -> operation.result() instanceof Result.PreconditionFailed
                            ? Optional.of(new Result.Written(revision))
                            : Optional.empty());
        }
    };

    private interface Change {
        Optional<Result> of(Operation operation, List<Operation> earlierNewestFirst);
    }

    /** The history with one such mistake; empty where it offers no place for it. */
    abstract Optional<List<Operation>> of(List<Operation> operations, Random random);

    private static Optional<List<Operation>> change(
            List<Operation> operations, Random random, Class<? extends Action> action, Change change) {
        var start = random.nextInt(operations.size());
        for (var i = 0; i < operations.size(); i++) {
            var index = (start + i) % operations.size();
            var operation = operations.get(index);
            if (action.isInstance(operation.action()) && operation.isAnswered()) {
                var earlier = operations.stream()
                        .filter(other -> other.key().equals(operation.key()) && other.isAnswered())
                        .filter(other -> other.returned() < operation.invoked())
                        .sorted(Comparator.comparingLong(Operation::returned).reversed())
                        .toList();
                var result = change.of(operation, earlier);
                if (result.isPresent()) {
                    var changed = new ArrayList<>(operations);
                    changed.set(index, operation.with(result.get()));
                    return Optional.of(changed);
                }
            }
        }
        return Optional.empty();
    }

    private static long written(Operation operation) {
        return operation.result() instanceof Result.Written written ? written.revision() : 0;
    }

    /** What a read returned, without the revision of the store, which alone would betray it. */
    static Result withoutStore(Result result) {
        if (result instanceof Result.Found found) {
            return new Result.Found(found.value(), found.revision(), 0);
        }
        if (result instanceof Result.Absent) {
            return new Result.Absent(0);
        }
        return result instanceof Result.PreconditionFailed failed
                ? new Result.PreconditionFailed(failed.entryRevision(), 0)
                : result;
    }
}
