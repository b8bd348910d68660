package io.concord.core.state;

import io.concord.core.model.Author;
import io.concord.core.model.Limits;
import io.concord.core.model.Token;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All revocations in force, immutable. A change copies them, for there are few and it is rare; to ask whether one covers a
 * token costs three look-ups, however many there are.
 */
final class Revocations implements Iterable<Revocation> {
    static final Revocations NONE = new Revocations(List.of(), 0);

    private final List<Revocation> all;
    private final long lastId;
    private final Set<Named> ids = new TreeSet<>();
    private final Map<Named, Long> subjects = new TreeMap<>();
    private final Map<String, Long> issuers = new TreeMap<>();

    /** A token id or a subject of an issuer. */
    private record Named(String issuer, String name) implements Comparable<Named> {
        @Override
        public int compareTo(Named other) {
            int order = name.compareTo(other.name);
            return order == 0 ? issuer.compareTo(other.issuer) : order;
        }
    }

    private Revocations(List<Revocation> all, long lastId) {
        this.all = List.copyOf(all);
        this.lastId = lastId;
        all.forEach(this::index);
    }

    static Revocations afterId(long lastId, List<Revocation> ascending) {
        return new Revocations(ascending, lastId);
    }

    boolean covers(Author author, Optional<Token> token) {
        return !all.isEmpty() && token.isPresent() && covers(author, token.get());
    }

    boolean has(long id) {
        return all.stream().anyMatch(revocation -> revocation.id() == id);
    }

    int size() {
        return all.size();
    }

    long lastId() {
        return lastId;
    }

    boolean isFull() {
        return all.size() >= Limits.REVOCATIONS_MAX;
    }

    /** Adds one with the next id. */
    Revocations put(Revocation revocation) {
        var more = new ArrayList<>(all);
        more.add(revocation);
        return new Revocations(more, revocation.id());
    }

    Revocations remove(long id) {
        return without(revocation -> revocation.id() == id);
    }

    Revocations withoutThoseDueBy(long timeMillis) {
        return without(revocation -> revocation.deadlineMillis() <= timeMillis);
    }

    /** By ascending id. */
    @Override
    public Iterator<Revocation> iterator() {
        return all.iterator();
    }

    private boolean covers(Author author, Token token) {
        return ids.contains(new Named(author.issuer(), token.id()))
                || token.issuedMillis() < subjects.getOrDefault(new Named(author.issuer(), author.subject()), 0L)
                || token.issuedMillis() < issuers.getOrDefault(author.issuer(), 0L);
    }

    private Revocations without(Predicate<Revocation> which) {
        return all.stream().noneMatch(which)
                ? this
                : new Revocations(all.stream().filter(which.negate()).toList(), lastId);
    }

    private void index(Revocation revocation) {
        var tokens = revocation.tokens();
        if (tokens.selectsById()) {
            ids.add(new Named(tokens.issuer(), tokens.tokenId()));
        } else if (tokens.subject().isEmpty()) {
            issuers.merge(tokens.issuer(), tokens.issuedBeforeMillis(), Math::max);
        } else {
            subjects.merge(new Named(tokens.issuer(), tokens.subject()), tokens.issuedBeforeMillis(), Math::max);
        }
    }
}
