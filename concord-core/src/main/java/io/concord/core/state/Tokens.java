package io.concord.core.state;

import io.concord.core.model.Limits;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All of Concord's own tokens that may still be good, and the keys that verify them, immutable.
 *
 * @param keys the oldest first; the last one signs, all others are retired
 */
record Tokens(PersistentMap<TokenId, IssuedToken> byId, PersistentMap<Due, TokenId> byDeadline, List<SigningKey> keys)
        implements Iterable<IssuedToken> {
    static final Tokens NONE = new Tokens(PersistentMap.empty(), PersistentMap.empty(), List.of());

    /** When a token is forgotten. */
    record Due(long deadlineMillis, TokenId id) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = Long.compare(deadlineMillis, other.deadlineMillis);
            return order == 0 ? id.compareTo(other.id) : order;
        }
    }

    Tokens {
        keys = List.copyOf(keys);
    }

    @Nullable IssuedToken get(TokenId id) {
        return byId.get(id);
    }

    int size() {
        return byId.size();
    }

    boolean isFull() {
        return size() >= Limits.TOKENS_MAX;
    }

    boolean hasAllKeys() {
        return keys.size() >= Limits.SIGNING_KEYS_MAX;
    }

    /** The key that signs; empty before the first. */
    Optional<SigningKey> current() {
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
    }

    Optional<SigningKey> key(TokenId id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    /** Adds a token, or replaces the one of its id. */
    Tokens put(IssuedToken token) {
        var rest = byId.get(token.id()) == null ? this : remove(token.id());
        return new Tokens(
                rest.byId.put(token.id(), token),
                rest.byDeadline.put(new Due(token.deadlineMillis(), token.id()), token.id()),
                rest.keys);
    }

    /** The key is needed at least until then. */
    Tokens needing(TokenId key, long untilMillis) {
        return withKeys(each(own -> own.id().equals(key) ? own.neededUntil(untilMillis) : own));
    }

    /** With another key, which signs from now on. */
    Tokens put(SigningKey next, long atMillis) {
        var all = each(key -> key.isRetired() ? key : key.retiredAt(Math.max(1, atMillis)));
        all.add(next);
        return withKeys(all);
    }

    Tokens remove(SigningKey key) {
        return withKeys(keys.stream().filter(own -> !own.id().equals(key.id())).toList());
    }

    /** Without the tokens that are over, and without the retired keys whose tokens all are. */
    Tokens withoutThoseDueBy(long timeMillis) {
        var rest = this;
        for (var due : byDeadline.takeWhile(due -> due.deadlineMillis() <= timeMillis)) {
            rest = rest.remove(due.getValue());
        }
        var needed = keys.stream()
                .filter(key -> !key.isRetired() || key.neededUntilMillis() > timeMillis)
                .toList();
        return needed.size() == keys.size() ? rest : rest.withKeys(needed);
    }

    /** By ascending id. */
    @Override
    public Iterator<IssuedToken> iterator() {
        return new Values<>(byId.iterator());
    }

    Tokens withKeys(List<SigningKey> others) {
        return new Tokens(byId, byDeadline, others);
    }

    private Tokens remove(TokenId id) {
        var token = byId.get(id);
        return token == null
                ? this
                : new Tokens(byId.remove(id), byDeadline.remove(new Due(token.deadlineMillis(), id)), keys);
    }

    private List<SigningKey> each(UnaryOperator<SigningKey> change) {
        var changed = new ArrayList<SigningKey>();
        keys.forEach(key -> changed.add(change.apply(key)));
        return changed;
    }
}
