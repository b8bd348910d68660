package io.concord.server.token;

import io.concord.core.token.TokenId;
import io.concord.server.service.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who bears the tokens that were verified lately, by their SHA-256: so that no token is kept, and each is verified once. Two
 * generations bound it: when the young one is full, the old one is forgotten. Safe for use by many threads.
 */
public final class CallerCache {
    private final int generationMax;
    private final AtomicReference<Generations> generations =
            new AtomicReference<>(new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>()));

    private record Generations(ConcurrentHashMap<Hash, Known> young, ConcurrentHashMap<Hash, Known> old) {}

    /**
     * What is known of a token.
     *
     * @param key while there is this key; empty where Concord has none for it
     * @param until by this node's clock, not included
     */
    public record Known(Caller caller, Optional<TokenId> key, Instant until) {}

    /** 32 bytes, compared by the first 16, which nobody can choose. */
    public record Hash(long high, long low) {
        public static Hash of(String token) {
            try {
                var bytes = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
                return new Hash(bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** @param tokensMax how many are known at most */
    public CallerCache(int tokensMax) {
        this.generationMax = Math.max(1, tokensMax / 2);
    }

    /** What is known and still holds. */
    public @Nullable Known find(Hash hash, Instant now) {
        var both = Objects.requireNonNull(generations.get());
        var known = both.young().get(hash);
        if (known == null) {
            known = both.old().get(hash);
            if (known != null && now.isBefore(known.until())) {
                put(hash, known);
            }
        }
        return known != null && now.isBefore(known.until()) ? known : null;
    }

    public void put(Hash hash, Known known) {
        var both = Objects.requireNonNull(generations.get());
        both.young().put(hash, known);
        if (both.young().size() >= generationMax) {
            // Of several who find it full, one makes it old.
            generations.compareAndSet(both, new Generations(new ConcurrentHashMap<>(), both.young()));
        }
    }

    /** Never more than it may be, but for those that are put at the same moment. */
    public int size() {
        var both = Objects.requireNonNull(generations.get());
        return both.young().size() + both.old().size();
    }
}
