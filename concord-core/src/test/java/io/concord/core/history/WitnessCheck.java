package io.concord.core.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Compares what clients were told with what the log holds. */
final class WitnessCheck {
    private final Witness witness;
    private final Map<String, Operation> asked = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private WitnessCheck(Witness witness) {
        this.witness = witness;
    }

    static List<Violation> check(List<Operation> operations, Witness witness) {
        var check = new WitnessCheck(witness);
        operations.stream()
                .filter(operation -> !(operation.action() instanceof Action.Get))
                .forEach(check::told);
        check.applied();
        return check.violations;
    }

    private void told(Operation operation) {
        asked.put(operation.requestId(), operation);
        if (operation.result() instanceof Result.Unknown) {
            return;
        }
        var told = revision(operation.result());
        var applied = witness.find(operation.requestId())
                .map(Witness.AppliedWrite::revision)
                .orElse(0L);
        if (told != applied) {
            var log = applied == 0 ? "the log does not have it" : "the log has it as revision " + applied;
            report(operation.key(), "the answer contradicts the log: " + log, operation);
        }
    }

    private void applied() {
        var seen = new HashSet<String>();
        for (var write : witness.writes()) {
            var operation = asked.get(write.requestId());
            if (operation == null || !operation.key().equals(write.key())) {
                violations.add(new Violation(write.key(), "the log has what nobody asked for: " + write, List.of()));
            } else if (!seen.add(write.requestId())) {
                report(write.key(), "the log has one request twice, again as revision " + write.revision(), operation);
            }
        }
    }

    /** The revision that the write made; 0 where it changed nothing. */
    private static long revision(Result result) {
        if (result instanceof Result.Written written) {
            return written.revision();
        }
        return result instanceof Result.Deleted deleted && deleted.existed() ? deleted.revision() : 0;
    }

    private void report(String key, String rule, Operation operation) {
        violations.add(new Violation(key, rule, List.of(operation)));
    }
}
