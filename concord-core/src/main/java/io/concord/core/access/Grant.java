package io.concord.core.access;

import io.concord.core.model.InvalidValueException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verbs on the keys of a pattern in the namespaces of another.
 *
 * @param verbs at least one, in the order in which {@link Verb} has them
 */
public record Grant(NamespacePattern namespace, KeyPattern key, Set<Verb> verbs) {
    public Grant {
        if (verbs.isEmpty()) {
            throw new InvalidValueException("a grant has no verb; give it at least one");
        }
        verbs = Collections.unmodifiableSet(EnumSet.copyOf(verbs));
    }

    /** Every key of every namespace. */
    public static Grant everywhere(Set<Verb> verbs) {
        return new Grant(NamespacePattern.ALL, KeyPattern.ALL, verbs);
    }

    @Override
    public String toString() {
        return verbs.stream().map(Verb::text).collect(Collectors.joining(", ")) + " on '" + key + "' in '" + namespace
                + "'";
    }
}
