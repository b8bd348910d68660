package io.concord.core.history;

import java.util.List;

/**
 * Something that one store doing one thing at a time would not have answered.
 *
 * @param key the key it shows at
 * @param rule what is broken, in a sentence
 * @param operations the operations that contradict each other, or the last of which contradicts the others
 */
public record Violation(String key, String rule, List<Operation> operations) {
    public Violation {
        operations = List.copyOf(operations);
    }

    /** For people: the rule, then the operations, one a line. */
    public String report() {
        var report = new StringBuilder("key '").append(key).append("': ").append(rule);
        operations.forEach(operation -> report.append("\n    ").append(operation));
        return report.toString();
    }
}
