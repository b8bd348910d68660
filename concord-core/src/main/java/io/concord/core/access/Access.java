package io.concord.core.access;

import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an identity may do by certain rules, made ready to be asked often: a question costs a search or two, however many
 * rules there are. Immutable.
 */
public final class Access {
    private final long rulesRevision;
    private final boolean byRoles;
    private final Basis.All bases;
    private final Map<Verb, Granted> granted = new EnumMap<>(Verb.class);

    private Access(Rules rules, Identity identity) {
        this.rulesRevision = rules.revision();
        this.byRoles = rules.isEmpty();
        this.bases = Bases.of(rules, identity);
        for (var verb : Verb.values()) {
            granted.put(verb, Granted.of(verb, bases.usable()));
        }
    }

    public static Access of(Rules rules, Identity identity) {
        return new Access(rules, identity);
    }

    /** Of the rules that it is by. */
    public long rulesRevision() {
        return rulesRevision;
    }

    /** Whether there is no rule, so that the built-in roles decide. */
    public boolean isByRoles() {
        return byRoles;
    }

    /** Whether grants cover all that is needed. */
    public boolean allows(Need need) {
        return granted(need.verb()).covers(need);
    }

    /** The first that is not covered; empty where all are. */
    public Optional<Need> firstRefused(Collection<Need> needs) {
        return needs.stream().filter(need -> !allows(need)).findFirst();
    }

    /** The same with its reasons; costs a look at every grant. */
    public Decision explain(Need need) {
        var unusable = bases.unusable().stream()
                .filter(grant -> need.verb().isIn(grant.grant().verbs()))
                .toList();
        var cover = Cover.of(need, bases.usable());
        return new Decision(allows(need), need, rulesRevision, byRoles, cover.grants(), cover.firstGap(), unusable);
    }

    private Granted granted(Verb verb) {
        return granted.getOrDefault(verb, Granted.NOTHING);
    }

    /** The keys of one verb. */
    private record Granted(Spans everywhere, Map<Namespace, Spans> byNamespace) {
        static final Granted NOTHING = new Granted(Spans.NONE, Map.of());

        static Granted of(Verb verb, List<Basis> bases) {
            var everywhere = new ArrayList<Span>();
            var byNamespace = new TreeMap<Namespace, List<Span>>();
            for (var basis : bases) {
                if (verb.isIn(basis.grant().verbs())) {
                    basis.grant()
                            .namespace()
                            .only()
                            .map(name -> byNamespace.computeIfAbsent(name, none -> new ArrayList<>()))
                            .orElse(everywhere)
                            .add(basis.span());
                }
            }
            var unions = new TreeMap<Namespace, Spans>();
            byNamespace.forEach((name, spans) -> unions.put(name, Spans.union(spans)));
            return new Granted(Spans.union(everywhere), unions);
        }

        boolean covers(Need need) {
            if (need instanceof Need.OneKey one) {
                return has(in(one.at().namespace()), one.at().key().text());
            }
            if (need instanceof Need.Some some) {
                return hasSome(some.namespace());
            }
            var range = (Need.Keys) need;
            var span = Span.of(range.keys());
            return span.isEmpty()
                    ? hasSome(range.namespace())
                    : covers(range.namespace().map(this::in).orElse(Spans.NONE), span);
        }

        private Spans in(Namespace namespace) {
            return byNamespace.isEmpty() ? Spans.NONE : byNamespace.getOrDefault(namespace, Spans.NONE);
        }

        private boolean has(Spans within, String key) {
            return everywhere.at(key) != null || within.at(key) != null;
        }

        private boolean hasSome(Optional<Namespace> namespace) {
            return !everywhere.isEmpty()
                    || namespace.map(name -> !in(name).isEmpty()).orElse(!byNamespace.isEmpty());
        }

        /** Goes from span to span of both, as far as they reach. */
        private boolean covers(Spans within, Span wanted) {
            var reached = wanted.from();
            while (true) {
                var here = everywhere.at(reached);
                var there = within.at(reached);
                if (here == null && there == null) {
                    return false;
                }
                var end = end(here, there);
                if (end == null || !isBefore(end, wanted.to())) {
                    return true;
                }
                reached = end;
            }
        }

        private static @Nullable String end(@Nullable Span left, @Nullable Span right) {
            if (left == null || right == null) {
                return left == null ? (right == null ? null : right.to()) : left.to();
            }
            return Span.later(left.to(), right.to());
        }

        private static boolean isBefore(String end, @Nullable String wanted) {
            return Span.isBefore(end, wanted);
        }
    }
}
