package io.concord.core.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a history is one that a single store, doing one thing at a time between invocation and return, could have
 * given (Herlihy and Wing 1990), and whether its revisions respect real time across keys. Keys start absent; an
 * entry that expires is deleted by an operation of its own, which begins when it may expire and never has to return. The verdict depends on the history alone.
 */
public final class LinearizabilityChecker {
    private static final int BACKGROUND_WRITES_MAX = 3;

    private LinearizabilityChecker() {}

    /** What is wrong with the history; unknown outcomes may have happened or not. */
    public static List<Violation> check(List<Operation> operations) {
        return checked(operations, null);
    }

    /** What is wrong with the history, given what the store has applied. */
    public static List<Violation> check(List<Operation> operations, Witness witness) {
        return checked(operations, witness);
    }

    /** Fails with a report for people if anything is wrong with the history. */
    public static void requireLinearizable(List<Operation> operations) {
        require(check(operations), operations.size());
    }

    /** Fails with a report for people if anything is wrong with the history, given what the store has applied. */
    public static void requireLinearizable(List<Operation> operations, Witness witness) {
        require(check(operations, witness), operations.size());
    }

    private static void require(List<Violation> violations, int operations) {
        if (!violations.isEmpty()) {
            throw new AssertionError("a history of " + operations + " operations is not linearizable:\n"
                    + violations.stream().map(Violation::report).collect(Collectors.joining("\n")));
        }
    }

    private static List<Violation> checked(List<Operation> operations, @Nullable Witness witness) {
        var violations = new ArrayList<Violation>();
        if (witness != null) {
            violations.addAll(WitnessCheck.check(operations, witness));
        }
        var keys = steps(operations, witness);
        keys.forEach(key -> violations.addAll(key.violations()));
        violations.addAll(RevisionOrder.check(
                keys.stream().flatMap(key -> key.certain().stream()).toList()));
        var reported = violations.stream().map(Violation::key).collect(Collectors.toSet());
        keys.stream().filter(key -> !reported.contains(key.key())).forEach(key -> violations.addAll(search(key)));
        return List.copyOf(violations);
    }

    private static List<KeySteps> steps(List<Operation> operations, @Nullable Witness witness) {
        var byKey =
                operations.stream().collect(Collectors.groupingBy(Operation::key, TreeMap::new, Collectors.toList()));
        return byKey.entrySet().stream()
                .map(key -> new KeySteps(key.getKey(), key.getValue(), witness))
                .toList();
    }

    /** The general judge, which does without what revisions tell across keys. */
    static List<Violation> search(KeySteps steps) {
        var whole = Search.run(steps, Operation.NEVER);
        if (whole.isExplained()) {
            return List.of();
        }
        var until = firstUnexplained(steps, whole.explainedBefore());
        var stuck = Search.run(steps, until);
        var state = stuck.lastState();
        var operations = new LinkedHashSet<>(stuck.background(BACKGROUND_WRITES_MAX));
        stuck.unexplained().stream()
                .sorted(Comparator.comparingLong(Operation::returned).reversed())
                .filter(operation -> operation.returned() <= until)
                .forEach(operation -> operations.add(operation));
        return List.of(new Violation(
                steps.key(),
                "no order explains what had been answered by " + until + "; the longest has " + stuck.explained()
                        + " operations, after which the entry is " + described(state)
                        + " (first what came before, then what does not fit)",
                List.copyOf(operations)));
    }

    /** The moment of the first answer that cannot be explained; it is at {@code from} or somewhat later. */
    private static long firstUnexplained(KeySteps steps, long from) {
        var returns = steps.certain().stream()
                .mapToLong(Step::returned)
                .filter(returned -> returned >= from)
                .sorted()
                .distinct()
                .toArray();
        var low = 0;
        var high = 0;
        while (high < returns.length - 1 && isExplained(steps, returns[high])) {
            low = high + 1;
            high = Math.min(2 * high + 1, returns.length - 1);
        }
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (isExplained(steps, returns[middle])) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return returns[low];
    }

    private static boolean isExplained(KeySteps steps, long until) {
        return Search.run(steps, until).isExplained();
    }

    private static String described(State state) {
        if (!state.isPresent()) {
            return "absent";
        }
        return state.isOpen() ? "of a revision that nobody was told" : "of revision " + state.revision();
    }
}
