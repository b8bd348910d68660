package io.concord.core.history;

import java.util.LinkedHashMap;
import java.util.Map;

/** How much a run has tried: one in which clients mostly stood still proves nothing and does not count. */
public final class Load {
    private Load() {}

    /**
     * Fails unless in every phase of the history at least so many operations were answered.
     *
     * @throws AssertionError that names each phase with too few
     */
    public static void requireAnswered(History history, int operationsMin) {
        var tooFew = new LinkedHashMap<>(answeredByPhase(history));
        tooFew.values().removeIf(answered -> answered >= operationsMin);
        if (history.phases().isEmpty() || !tooFew.isEmpty()) {
            throw new AssertionError("A run with too little load does not count: fewer than " + operationsMin
                    + " operations were answered in " + (tooFew.isEmpty() ? "no phase at all" : tooFew));
        }
    }

    /** How many operations were answered in each phase. */
    public static Map<String, Long> answeredByPhase(History history) {
        var phases = history.phases();
        var operations = history.operations();
        var answered = new LinkedHashMap<String, Long>();
        for (var i = 0; i < phases.size(); i++) {
            var from = phases.get(i).from();
            var to = i + 1 < phases.size() ? phases.get(i + 1).from() : Operation.NEVER;
            var count = operations.stream()
                    .filter(Operation::isAnswered)
                    .filter(operation -> operation.returned() >= from && operation.returned() < to)
                    .count();
            answered.merge(phases.get(i).name(), count, Long::sum);
        }
        return answered;
    }
}
