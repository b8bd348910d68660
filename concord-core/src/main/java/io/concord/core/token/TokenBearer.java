package io.concord.core.token;

import io.concord.core.access.Grant;
import io.concord.core.access.Identity;
import io.concord.core.format.Utf8;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.model.TextRule;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a token says of whoever bears it.
 *
 * @param name the subject: 1 to 255 bytes. Several tokens may have the same one, so that one can replace another
 * @param groups up to 32, each once; may be empty
 * @param grants up to 32, beside what rules and roles grant to its groups; may be empty
 */
public record TokenBearer(String name, List<String> groups, List<Grant> grants) {
    public static final int GROUPS_MAX = 32;
    public static final int GRANTS_MAX = 32;

    /** Of all groups and patterns: a token goes into the header of every request. */
    public static final int BYTES_MAX = 2048;

    private static final int NAME_BYTES_MAX = 255;
    private static final TextRule NAME_RULE = TextRule.unicode("name of the token", 1, NAME_BYTES_MAX);
    private static final TextRule GROUP_RULE = TextRule.unicode("group of the token", 1, Limits.GROUP_BYTES_MAX);

    public TokenBearer {
        groups = List.copyOf(groups);
        grants = List.copyOf(grants);
        NAME_RULE.check(name);
        groups.forEach(GROUP_RULE::check);
        requireCount("groups", groups.size(), GROUPS_MAX);
        requireCount("grants", grants.size(), GRANTS_MAX);
        if (new TreeSet<>(groups).size() < groups.size()) {
            throw new InvalidValueException("the token has one of its groups twice");
        }
        requireBytes(groups, grants);
    }

    /** One that may do what rules and roles grant to its groups. */
    public TokenBearer(String name, List<String> groups) {
        this(name, groups, List.of());
    }

    /** Who that is, for rules. */
    public Identity identity() {
        return new Identity(
                new Author(IssuedToken.ISSUER, name),
                new TreeSet<>(groups),
                Map.of("iss", IssuedToken.ISSUER, "sub", name),
                grants);
    }

    /** Returns the lifetime if it is one: 1 second to {@link Limits#TOKEN_SECONDS_MAX}. */
    public static long requireLifetime(long seconds) {
        if (seconds < 1 || seconds > Limits.TOKEN_SECONDS_MAX) {
            throw new InvalidValueException(
                    "lifetime of the token is " + seconds + " s; it lies between 1 and " + Limits.TOKEN_SECONDS_MAX);
        }
        return seconds;
    }

    private static void requireCount(String what, int count, int max) {
        if (count > max) {
            throw new InvalidValueException("the token has " + count + " " + what + "; the limit is " + max);
        }
    }

    private static void requireBytes(List<String> groups, List<Grant> grants) {
        long bytes = groups.stream().mapToLong(Utf8::lengthBytes).sum()
                + grants.stream()
                        .mapToLong(grant -> Utf8.lengthBytes(grant.namespace().text())
                                + Utf8.lengthBytes(grant.key().text()))
                        .sum();
        if (bytes > BYTES_MAX) {
            throw new InvalidValueException(
                    "the token has groups and patterns of " + bytes + " bytes; the limit is " + BYTES_MAX);
        }
    }
}
