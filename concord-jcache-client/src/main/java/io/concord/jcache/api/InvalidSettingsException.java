package io.concord.jcache.api;

import java.util.List;
import javax.cache.CacheException;

/** All that is wrong with the settings of a manager, found in one pass; nothing was opened. */
public final class InvalidSettingsException extends CacheException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public InvalidSettingsException(List<String> problems) {
        super("no connection to Concord: " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                + " in the settings\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each: the key, the rule, the value unless it is a secret, and what to do. */
    public List<String> problems() {
        return problems;
    }
}
