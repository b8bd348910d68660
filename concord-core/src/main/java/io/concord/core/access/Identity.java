package io.concord.core.access;

import io.concord.core.model.Author;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who asks, as far as rules can tell.
 *
 * @param claims those of the token whose values are text, by name
 * @param ownGrants out of the token itself, beside what the rules grant
 */
public record Identity(Author author, Set<String> groups, Map<String, String> claims, List<Grant> ownGrants) {
    public Identity {
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
        claims = Collections.unmodifiableMap(new TreeMap<>(claims));
        ownGrants = List.copyOf(ownGrants);
    }

    /** One without claims and grants of its own. */
    public static Identity of(Author author, Collection<String> groups) {
        return new Identity(author, new TreeSet<>(groups), Map.of(), List.of());
    }
}
