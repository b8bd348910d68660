package io.concord.server.service;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.Identity;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rules said once more and otherwise than in the model: a filter that looks at one key at a time, and at a range by looking
 * at every key of a universe that is fine enough to have one in every gap that the patterns of the test can leave.
 */
final class NaiveAccess {
    private static final String LETTERS = "\0!/Aabc~";
    private static final int LENGTH_MAX = 4;

    /** Every text of the letters up to a length. */
    static final List<Key> UNIVERSE = universe().stream().map(Key::new).toList();

    private final List<Grant> grants = new ArrayList<>();
    private final Map<String, String> claims;
    private final Map<String, boolean[]> granted = new HashMap<>();

    NaiveAccess(List<Rule> rules, Identity identity) {
        this.claims = identity.claims();
        for (var rule : rules) {
            if (rule.grantees().stream().anyMatch(grantee -> isIn(grantee, identity))) {
                grants.addAll(rule.grants());
            }
        }
        grants.addAll(identity.ownGrants());
        for (var group : identity.groups()) {
            if (group.equals("concord-admin")) {
                grants.add(Grant.everywhere(EnumSet.allOf(Verb.class)));
            } else if (rules.isEmpty() && group.equals("concord-writer")) {
                grants.add(Grant.everywhere(EnumSet.of(Verb.READ, Verb.WRITE, Verb.DELETE, Verb.WATCH)));
            } else if (rules.isEmpty() && group.equals("concord-reader")) {
                grants.add(Grant.everywhere(EnumSet.of(Verb.READ, Verb.WATCH)));
            }
        }
    }

    boolean mayOne(Verb verb, Namespace namespace, String key) {
        return grants.stream()
                .anyMatch(grant ->
                        isAbout(grant, verb, namespace) && matches(grant.key().text(), key));
    }

    boolean mayAll(Verb verb, Namespace namespace, Predicate<Key> keys) {
        var all = granted(verb, namespace);
        boolean some = false;
        for (int i = 0; i < all.length; i++) {
            if (keys.test(UNIVERSE.get(i))) {
                some = true;
                if (!all[i]) {
                    return false;
                }
            }
        }
        return some || maySome(verb, namespace);
    }

    boolean maySome(Verb verb, Namespace namespace) {
        return grants.stream()
                .anyMatch(grant -> isAbout(grant, verb, namespace)
                        && grant.key().claims().stream().allMatch(claim -> isSegment(claims.get(claim))));
    }

    private static boolean isAbout(Grant grant, Verb verb, Namespace namespace) {
        return (grant.verbs().contains(verb) || grant.verbs().contains(Verb.ADMIN))
                && (grant.namespace().text().equals("*")
                        || grant.namespace().text().equals(namespace.name()));
    }

    private static boolean isSegment(@Nullable String value) {
        return value != null && !value.isEmpty() && !value.contains("/");
    }

    private boolean[] granted(Verb verb, Namespace namespace) {
        return granted.computeIfAbsent(verb + namespace.name(), none -> {
            var all = new boolean[UNIVERSE.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = mayOne(verb, namespace, UNIVERSE.get(i).text());
            }
            return all;
        });
    }

    private boolean matches(String pattern, String key) {
        // Of the pattern as it stands: what a claim has in it is no wildcard.
        boolean prefix = pattern.endsWith("**");
        var text = prefix ? pattern.substring(0, pattern.length() - 2) : pattern;
        var meant = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf("{claim:"); open >= 0; open = text.indexOf("{claim:", from)) {
            int close = text.indexOf('}', open);
            var value = claims.get(text.substring(open + 7, close));
            if (value == null || value.isEmpty() || value.contains("/")) {
                return false;
            }
            meant.append(text, from, open).append(value);
            from = close + 1;
        }
        meant.append(text.substring(from));
        return prefix ? key.startsWith(meant.toString()) : key.equals(meant.toString());
    }

    private static boolean isIn(Grantee grantee, Identity identity) {
        if (grantee instanceof Grantee.Group group) {
            return identity.groups().contains(group.name());
        }
        if (grantee instanceof Grantee.Subject one) {
            return one.subject().equals(identity.author().subject())
                    && (one.issuer().isEmpty()
                            || one.issuer().equals(identity.author().issuer()));
        }
        return true;
    }

    private static List<String> universe() {
        var all = new ArrayList<String>();
        var last = List.of("");
        for (int length = 1; length <= LENGTH_MAX; length++) {
            var longer = new ArrayList<String>();
            for (var text : last) {
                LETTERS.chars().forEach(letter -> longer.add(text + (char) letter));
            }
            all.addAll(longer);
            last = longer;
        }
        return all;
    }
}
