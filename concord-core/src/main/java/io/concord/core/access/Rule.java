package io.concord.core.access;

import io.concord.core.format.Utf8;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import java.util.List;
import java.util.regex.Pattern;

/** Grants, under a name and for some; there is nothing that a rule could deny. */
public record Rule(String name, List<Grantee> grantees, List<Grant> grants) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public Rule {
        requireName(name);
        grantees = List.copyOf(grantees);
        grants = List.copyOf(grants);
        requireCount("grantees", grantees.size());
        requireCount("grants", grants.size());
        long bytes = grantees.stream().mapToLong(Rule::bytes).sum()
                + grants.stream().mapToLong(Rule::bytes).sum();
        if (bytes > Limits.RULE_BYTES_MAX) {
            throw new InvalidValueException("rule '" + name + "' has " + bytes
                    + " bytes of names and patterns; the limit is " + Limits.RULE_BYTES_MAX + ". Split it");
        }
    }

    /** Returns the name if a rule can have it. */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValueException(
                    "the name of a rule is 1 to 128 letters, digits, '.', '_' and '-', and begins with a letter or digit");
        }
        return name;
    }

    private void requireCount(String what, int count) {
        if (count < 1 || count > Limits.RULE_PARTS_MAX) {
            throw new InvalidValueException("rule '" + name + "' has " + count + " " + what + "; it has between 1 and "
                    + Limits.RULE_PARTS_MAX);
        }
    }

    private static long bytes(Grantee grantee) {
        if (grantee instanceof Grantee.Group group) {
            return Utf8.lengthBytes(group.name());
        }
        return grantee instanceof Grantee.Subject one
                ? Utf8.lengthBytes(one.issuer()) + Utf8.lengthBytes(one.subject())
                : 0;
    }

    private static long bytes(Grant grant) {
        return Utf8.lengthBytes(grant.namespace().text())
                + Utf8.lengthBytes(grant.key().text());
    }
}
