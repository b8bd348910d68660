package io.concord.server.config;

import java.util.List;

/** All that is wrong with the configuration, found in one pass; the node does not start. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidConfigurationException(List<String> problems) {
        super("Concord does not start: " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                + " in its configuration" + lines(problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: the key, the rule, the value and what to do. */
    public List<String> problems() {
        return problems;
    }

    private static String lines(List<String> problems) {
        var text = new StringBuilder();
        problems.forEach(problem -> text.append("\n  - ").append(problem));
        return text.toString();
    }
}
