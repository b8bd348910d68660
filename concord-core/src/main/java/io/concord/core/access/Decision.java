package io.concord.core.access;

import java.util.List;
import java.util.Optional;

/**
 * What came of a question, and why.
 *
 * @param rulesRevision of the rules that it was decided by
 * @param byRoles whether there was no rule, so that the built-in roles decided
 * @param grants those that together cover what is needed; where it is refused, those that cover a part of it
 * @param firstGap where it is refused although a part is covered: the least text that is not, in the order of keys
 * @param unusable grants of the verb for which a claim is missing or cannot be used
 */
public record Decision(
        boolean allowed,
        Need need,
        long rulesRevision,
        boolean byRoles,
        List<Basis> grants,
        Optional<String> firstGap,
        List<Basis.Unusable> unusable) {
    public Decision {
        grants = List.copyOf(grants);
        unusable = List.copyOf(unusable);
    }
}
