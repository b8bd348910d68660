package io.concord.core.token;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.model.TextRule;
import java.util.List;
import java.util.TreeSet;

/**
 * What a token says of whoever bears it.
 *
 * @param name the subject: 1 to 255 bytes. Several tokens may have the same one, so that one can replace another
 * @param groups up to 32, each once; may be empty
 */
public record TokenBearer(String name, List<String> groups) {
    public static final int GROUPS_MAX = 32;

    private static final int BYTES_MAX = 255;
    private static final TextRule NAME_RULE = TextRule.unicode("name of the token", 1, BYTES_MAX);
    private static final TextRule GROUP_RULE = TextRule.unicode("group of the token", 1, BYTES_MAX);

    public TokenBearer {
        groups = List.copyOf(groups);
        NAME_RULE.check(name);
        groups.forEach(GROUP_RULE::check);
        if (groups.size() > GROUPS_MAX) {
            throw new InvalidValueException("the token has " + groups.size() + " groups; the limit is " + GROUPS_MAX);
        }
        if (new TreeSet<>(groups).size() < groups.size()) {
            throw new InvalidValueException("the token has one of its groups twice");
        }
    }

    /** Returns the lifetime if it is one: 1 second to {@link Limits#TOKEN_SECONDS_MAX}. */
    public static long requireLifetime(long seconds) {
        if (seconds < 1 || seconds > Limits.TOKEN_SECONDS_MAX) {
            throw new InvalidValueException(
                    "lifetime of the token is " + seconds + " s; it lies between 1 and " + Limits.TOKEN_SECONDS_MAX);
        }
        return seconds;
    }
}
