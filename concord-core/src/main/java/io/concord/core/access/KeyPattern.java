package io.concord.core.access;

import io.concord.core.format.Utf8;
import io.concord.core.model.Escaped;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which keys a grant is about: one key, or with {@code **} at its end all that begin with what stands before. In either,
 * {@code {claim:name}} stands for the value of a claim of whoever asks, as in {@code tenants/{claim:tenant_id}/**}.
 *
 * <p>A claim cannot widen a rule. Its value is taken as it is, {@code *} and braces included; one that is missing, empty or
 * not text, or that holds a {@code /}, makes the pattern match nothing. And a value ends where a {@code /} stands: there is
 * one between two placeholders, and one between the last of them and {@code **}; a pattern without is refused, because
 * the value {@code a} would also stand for {@code ab}.
 */
public final class KeyPattern {
    private static final String WILDCARD = "**";
    private static final String OPEN = "{claim:";
    private static final char CLOSE = '}';
    private static final int CLAIM_NAME_BYTES_MAX = 255;

    public static final KeyPattern ALL = new KeyPattern(WILDCARD);

    private final String text;
    private final boolean prefix;

    // What stands before, between and after the claims: one more than there are claims.
    private final List<String> literals = new ArrayList<>();
    private final List<String> claims = new ArrayList<>();

    public KeyPattern(String text) {
        requireText(text);
        this.text = text;
        this.prefix = text.endsWith(WILDCARD);
        var body = prefix ? text.substring(0, text.length() - WILDCARD.length()) : text;
        if (body.contains(WILDCARD) || body.endsWith("*")) {
            throw invalid("has '*' where it means nothing: '**' at the end alone stands for all keys that begin so");
        }
        split(body);
        requireSeparated();
        if (!prefix && claims.isEmpty() && body.length() > 0 && Utf8.lengthBytes(body) > Limits.KEY_BYTES_MAX) {
            throw invalid("names a key of more than " + Limits.KEY_BYTES_MAX + " bytes");
        }
    }

    public String text() {
        return text;
    }

    /** Whether it is about all keys that begin so, and not about one. */
    public boolean isPrefix() {
        return prefix;
    }

    /** Whether it is about every key. */
    public boolean isAll() {
        return text.equals(WILDCARD);
    }

    /** The names of its claims, each once. */
    public List<String> claims() {
        return List.copyOf(new TreeSet<>(claims));
    }

    /**
     * The key or the beginning of keys that it stands for with the claims of somebody.
     *
     * @return empty where a claim is missing or cannot be used, or no key is so long
     */
    Optional<String> resolve(Map<String, String> values) {
        var resolved = new StringBuilder(literals.get(0));
        for (int i = 0; i < claims.size(); i++) {
            var value = values.get(claims.get(i));
            if (value == null || !isUsable(value)) {
                return Optional.empty();
            }
            resolved.append(value).append(literals.get(i + 1));
        }
        var key = resolved.toString();
        return Utf8.lengthBytes(key) > Limits.KEY_BYTES_MAX ? Optional.empty() : Optional.of(key);
    }

    /** Whether the value of a claim can stand in a key: it is one segment of a path. */
    static boolean isUsable(String value) {
        return !value.isEmpty() && value.indexOf('/') < 0 && Utf8.firstLoneSurrogate(value) < 0;
    }

    private void requireText(String candidate) {
        if (candidate.isEmpty() || Utf8.firstLoneSurrogate(candidate) >= 0) {
            throw new InvalidValueException("a key pattern is well-formed text and not empty; '**' is every key");
        }
        if (Utf8.lengthBytes(candidate) > Limits.KEY_PATTERN_BYTES_MAX) {
            throw new InvalidValueException("a key pattern has " + Utf8.lengthBytes(candidate) + " bytes; the limit is "
                    + Limits.KEY_PATTERN_BYTES_MAX);
        }
    }

    private void split(String body) {
        int from = 0;
        for (int open = body.indexOf(OPEN); open >= 0; open = body.indexOf(OPEN, from)) {
            int close = body.indexOf(CLOSE, open);
            if (close < 0) {
                throw invalid("opens '{claim:' and does not close it with '}'");
            }
            var name = body.substring(open + OPEN.length(), close);
            if (name.isEmpty() || Utf8.lengthBytes(name) > CLAIM_NAME_BYTES_MAX) {
                throw invalid(
                        "has the name of a claim that is empty or longer than " + CLAIM_NAME_BYTES_MAX + " bytes");
            }
            literals.add(body.substring(from, open));
            claims.add(name);
            from = close + 1;
        }
        literals.add(body.substring(from));
    }

    private void requireSeparated() {
        int ends = prefix ? claims.size() : claims.size() - 1;
        for (int i = 0; i < ends; i++) {
            if (literals.get(i + 1).indexOf('/') < 0) {
                throw invalid("has no '/' after {claim:" + Escaped.text(claims.get(i))
                        + "}, so that one value could stand for others that begin with it");
            }
        }
    }

    private InvalidValueException invalid(String rule) {
        return new InvalidValueException("key pattern '" + Escaped.text(text) + "' " + rule);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return Escaped.text(text);
    }
}
