package io.concord.core.access;

import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The grants that cover a need, looked for one by one: the naive way, and the one that remembers them.
 *
 * @param grants few, in the order of the keys that they cover
 * @param firstGap where they do not cover all, although there are some
 */
record Cover(List<Basis> grants, Optional<String> firstGap) {
    static Cover of(Need need, List<Basis> bases) {
        var concerned = bases.stream()
                .filter(basis -> basis.concerns(need) && isIn(basis, need))
                .toList();
        if (need instanceof Need.Some) {
            return new Cover(concerned.stream().limit(1).toList(), Optional.empty());
        }
        var wanted = need instanceof Need.OneKey one
                ? Span.ofKey(one.at().key().text())
                : Span.of(((Need.Keys) need).keys());
        return wanted.isEmpty()
                ? new Cover(concerned.stream().limit(1).toList(), Optional.empty())
                : of(wanted, concerned);
    }

    private static Cover of(Span wanted, List<Basis> bases) {
        var grants = new ArrayList<Basis>();
        var reached = wanted.from();
        while (true) {
            var best = furthest(reached, bases);
            if (best == null) {
                return new Cover(grants, grants.isEmpty() ? Optional.empty() : Optional.of(reached));
            }
            grants.add(best);
            var end = best.span().to();
            if (end == null || !Span.isBefore(end, wanted.to())) {
                return new Cover(grants, Optional.empty());
            }
            reached = end;
        }
    }

    /** Of the grants that have a text the one that reaches furthest from there. */
    private static @Nullable Basis furthest(String text, List<Basis> bases) {
        Basis best = null;
        for (var basis : bases) {
            if (basis.span().contains(text) && (best == null || reachesFurther(basis.span(), best.span()))) {
                best = basis;
            }
        }
        return best;
    }

    private static boolean reachesFurther(Span span, Span other) {
        var end = other.to();
        return end != null && (span.to() == null || Span.isBefore(end, span.to()));
    }

    private static boolean isIn(Basis basis, Need need) {
        var only = basis.grant().namespace().only();
        return only.isEmpty()
                || (need instanceof Need.Some some && some.namespace().isEmpty())
                || namespace(need).equals(only);
    }

    private static Optional<Namespace> namespace(Need need) {
        if (need instanceof Need.OneKey one) {
            return Optional.of(one.at().namespace());
        }
        return need instanceof Need.Some some ? some.namespace() : ((Need.Keys) need).namespace();
    }
}
