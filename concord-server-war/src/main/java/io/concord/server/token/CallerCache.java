package io.concord.server.token;

import io.concord.core.token.TokenId;
import io.concord.server.service.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who bears the tokens that were verified lately, by their SHA-256: so that no token is kept, and each is verified once. Two
 * generations bound it: when the young one is full, the old one is forgotten. Safe for use by many threads.
 */
public final class CallerCache {
    private final int generationMax;
    private volatile ConcurrentHashMap<Hash, Known> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<Hash, Known> old = new ConcurrentHashMap<>();

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
                var bytes = java.nio.ByteBuffer.wrap(
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
        var known = young.get(hash);
        if (known == null) {
            known = old.get(hash);
            if (known != null && now.isBefore(known.until())) {
                put(hash, known);
            }
        }
        return known != null && now.isBefore(known.until()) ? known : null;
    }

    public void put(Hash hash, Known known) {
        var generation = young;
        generation.put(hash, known);
        if (generation.size() > generationMax) {
            age(generation);
        }
    }

    public int size() {
        return young.size() + old.size();
    }

    private synchronized void age(ConcurrentHashMap<Hash, Known> full) {
        if (young == full) {
            old = full;
            young = new ConcurrentHashMap<>();
        }
    }
}
