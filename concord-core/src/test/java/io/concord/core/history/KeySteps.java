package io.concord.core.history;

import io.concord.core.model.Precondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one key as steps: those that certainly happened, and those in doubt. A doubt is resolved where the
 * witness tells, or where a read returned what only one write can have written.
 */
final class KeySteps {
    private final String key;
    private final @Nullable Witness witness;
    private final Map<String, Integer> valueNumbers = new HashMap<>();
    private final Set<String> readValues = new HashSet<>();
    private final List<Step> certain = new ArrayList<>();
    private final List<Step.Write> doubtful = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    KeySteps(String key, List<Operation> operations, @Nullable Witness witness) {
        this.key = key;
        this.witness = witness;
        for (var operation : operations) {
            if (operation.result() instanceof Result.Found found) {
                readValues.add(found.value());
            }
        }
        operations.forEach(this::add);
        resolveByReads();
        certain.sort(Comparator.comparingLong(Step::invoked));
        doubtful.sort(Comparator.comparingLong(Step::returned).thenComparingLong(Step::invoked));
    }

    String key() {
        return key;
    }

    /** What happened for certain, by invocation. */
    List<Step> certain() {
        return certain;
    }

    /** What may have happened, by deadline. */
    List<Step.Write> doubtful() {
        return doubtful;
    }

    List<Violation> violations() {
        return violations;
    }

    private void add(Operation operation) {
        var result = operation.result();
        if (result instanceof Result.Found found) {
            certain.add(
                    new Step.Observation(operation, numberOf(found.value()), found.revision(), found.storeRevision()));
        } else if (result instanceof Result.Absent absent) {
            certain.add(new Step.Observation(operation, State.ABSENT, 0, absent.storeRevision()));
        } else if (result instanceof Result.PreconditionFailed failed) {
            addFailed(operation, failed);
        } else if (result instanceof Result.Written written) {
            certain.add(write(operation, written.revision(), false));
        } else if (result instanceof Result.Deleted deleted) {
            addDeleted(operation, deleted);
        } else if (result instanceof Result.Unknown && !(operation.action() instanceof Action.Get)) {
            addUnknown(operation);
        }
    }

    private void addFailed(Operation operation, Result.PreconditionFailed failed) {
        if (State.of(failed.entryRevision()).admit(precondition(operation)) >= 0) {
            violations.add(new Violation(key, "a precondition failed on an entry that meets it", List.of(operation)));
        }
        var value = failed.entryRevision() == 0 ? State.ABSENT : Step.Observation.ANY;
        certain.add(new Step.Observation(operation, value, failed.entryRevision(), failed.storeRevision()));
    }

    private void addDeleted(Operation operation, Result.Deleted deleted) {
        if (deleted.existed()) {
            certain.add(write(operation, deleted.revision(), true));
            return;
        }
        if (State.INITIAL.admit(precondition(operation)) < 0) {
            violations.add(new Violation(key, "a delete of nothing met a precondition", List.of(operation)));
        }
        certain.add(new Step.Observation(operation, State.ABSENT, 0, deleted.revision()));
    }

    private void addUnknown(Operation operation) {
        var write = write(operation, 0, operation.action() instanceof Action.Delete);
        if (witness == null) {
            doubtful.add(write);
        } else {
            witness.find(operation.requestId()).ifPresent(applied -> certain.add(write.applied(applied.revision())));
        }
    }

    private Step.Write write(Operation operation, long revision, boolean needsEntry) {
        var value = operation.action() instanceof Action.Put put ? numberOf(put.value()) : State.ABSENT;
        return new Step.Write(operation, value, revision, precondition(operation), needsEntry, operation.returned());
    }

    private static Precondition precondition(Operation operation) {
        if (operation.action() instanceof Action.Put put) {
            return put.precondition();
        }
        return operation.action() instanceof Action.Delete delete ? delete.precondition() : Precondition.none();
    }

    private int numberOf(String value) {
        return readValues.contains(value)
                ? valueNumbers.computeIfAbsent(value, unknown -> valueNumbers.size() + State.UNREAD + 1)
                : State.UNREAD;
    }

    private void resolveByReads() {
        var writers = new HashMap<Long, Step.Write>();
        for (var step : certain) {
            if (step instanceof Step.Write write) {
                writers.putIfAbsent(write.entryRevision(), write);
            }
        }
        var reads = certain.stream()
                .filter(step -> step.operation().result() instanceof Result.Found)
                .map(Step.Observation.class::cast)
                .sorted(Comparator.comparingLong(Step::entryRevision).thenComparingLong(Step::returned))
                .toList();
        for (var read : reads) {
            var writer = writers.get(read.entryRevision());
            if (writer == null) {
                resolve(read).ifPresent(found -> writers.put(read.entryRevision(), found));
            } else if (writer.value() != read.value()) {
                violations.add(new Violation(
                        key,
                        "a read returned another value than its revision wrote",
                        List.of(writer.operation(), read.operation())));
            }
        }
    }

    /** Finds the one write in doubt that a read must have seen; none where several could be it. */
    private Optional<Step.Write> resolve(Step.Observation read) {
        var candidates = doubtful.stream()
                .filter(write -> write.value() == read.value() && write.invoked() <= read.returned())
                .toList();
        if (candidates.isEmpty()) {
            violations.add(
                    new Violation(key, "a read returned what no write can have written by then", withSameValue(read)));
        }
        if (candidates.size() != 1) {
            return Optional.empty();
        }
        var happened = candidates.get(0).applied(read.entryRevision());
        doubtful.remove(candidates.get(0));
        certain.add(happened);
        return Optional.of(happened);
    }

    private List<Operation> withSameValue(Step.Observation read) {
        var operations = new ArrayList<Operation>();
        var value = ((Result.Found) read.operation().result()).value();
        for (var step : certain) {
            if (step instanceof Step.Write
                    && step.operation().action() instanceof Action.Put put
                    && Objects.equals(put.value(), value)) {
                operations.add(step.operation());
            }
        }
        operations.add(read.operation());
        return operations;
    }
}
