package io.concord.core.access;

import io.concord.core.model.Limits;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All rules in force and their revision, immutable. A change copies them, for there are few and it is rare.
 * While there is none, the built-in roles decide; once there is one, what no rule grants is refused.
 */
public final class Rules implements Iterable<StoredRule> {
    /** As a store begins. */
    public static final Rules NONE = new Rules(0, new TreeMap<>());

    private final long revision;
    private final SortedMap<String, StoredRule> byName;

    private Rules(long revision, SortedMap<String, StoredRule> byName) {
        this.revision = revision;
        this.byName = byName;
    }

    /**
     * Rules as they were.
     *
     * @param rules each of a revision from 1 to that of all, and of another name than the others
     */
    public static Rules of(long revision, Collection<StoredRule> rules) {
        var byName = new TreeMap<String, StoredRule>();
        for (var stored : rules) {
            if (stored.revision() < 1
                    || stored.revision() > revision
                    || byName.put(stored.rule().name(), stored) != null) {
                throw new IllegalArgumentException("rules of revision " + revision + " have '"
                        + stored.rule().name() + "' of revision " + stored.revision());
            }
        }
        return new Rules(revision, byName);
    }

    /**
     * Of the rules altogether: one more with each change, and that of the store's restore where they came with one. Never
     * twice the same.
     */
    public long revision() {
        return revision;
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }

    public int size() {
        return byName.size();
    }

    public Optional<StoredRule> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether there is no room for one more. */
    public boolean isFull() {
        return byName.size() >= Limits.RULES_MAX;
    }

    /** With a rule, in place of the one of its name if there is one; of the next revision. */
    public Rules with(Rule rule) {
        var more = new TreeMap<>(byName);
        more.put(rule.name(), new StoredRule(rule, revision + 1));
        return new Rules(revision + 1, more);
    }

    /** Without a rule, of the next revision; the same if there is none of that name. */
    public Rules without(String name) {
        if (!byName.containsKey(name)) {
            return this;
        }
        var rest = new TreeMap<>(byName);
        rest.remove(name);
        return new Rules(revision + 1, rest);
    }

    /** By ascending name. */
    @Override
    public Iterator<StoredRule> iterator() {
        return Collections.unmodifiableCollection(byName.values()).iterator();
    }
}
