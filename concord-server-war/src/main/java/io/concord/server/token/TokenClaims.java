package io.concord.server.token;

import io.concord.core.access.Grant;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Verb;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims of Concord's own tokens: all of these, each of its type, each once, and no others.
 *
 * @param audience the name of the cluster
 * @param issuedSeconds since the epoch
 * @param expiresSeconds since the epoch
 */
record TokenClaims(String audience, TokenId id, TokenBearer bearer, long issuedSeconds, long expiresSeconds) {
    private static final Set<String> NAMES =
            Set.of("iss", "aud", "sub", "jti", "iat", "nbf", "exp", "groups", "grants");
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    byte[] toBytes() {
        return Json.createObjectBuilder()
                .add("iss", IssuedToken.ISSUER)
                .add("aud", audience)
                .add("sub", bearer.name())
                .add("jti", id.text())
                .add("iat", issuedSeconds)
                .add("nbf", issuedSeconds)
                .add("exp", expiresSeconds)
                .add("groups", Json.createArrayBuilder(bearer.groups()))
                .add("grants", written(bearer.grants()))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the claims that the bytes are.
     *
     * @throws TokenRefusal if they are not exactly that
     */
    static TokenClaims read(byte[] payload) {
        var object = object(payload);
        if (!object.keySet().equals(NAMES)) {
            throw new TokenRefusal("it does not have the claims of Concord's tokens");
        }
        if (!string(object, "iss").equals(IssuedToken.ISSUER)) {
            throw new TokenRefusal("it is of another issuer");
        }
        long issued = seconds(object, "iat");
        if (seconds(object, "nbf") != issued) {
            throw new TokenRefusal("it is not valid from when it was issued");
        }
        try {
            return new TokenClaims(
                    string(object, "aud"),
                    new TokenId(string(object, "jti")),
                    new TokenBearer(string(object, "sub"), texts(object.get("groups")), grants(object)),
                    issued,
                    seconds(object, "exp"));
        } catch (InvalidValueException e) {
            throw new TokenRefusal("one of its claims is not valid");
        }
    }

    private static JsonObject object(byte[] payload) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            requireNothingAfter(text);
            try (var reader = READERS.createReader(new StringReader(text))) {
                return reader.readObject();
            }
        } catch (CharacterCodingException | RuntimeException e) {
            // Justification: beyond its limits the parser throws plain RuntimeException and others of its own choice.
            throw new TokenRefusal("its claims are not one JSON object with each name once");
        }
    }

    /** A reader takes no notice of what comes after the value, and a parser none of names that come twice. */
    private static void requireNothingAfter(String text) {
        try (var parser = Json.createParser(new StringReader(text))) {
            parser.next();
            parser.skipObject();
            if (parser.hasNext()) {
                throw new TokenRefusal("its claims are not one JSON object with each name once");
            }
        }
    }

    /** Each grant is an array: namespace pattern, key pattern, and its verbs. */
    private static JsonArrayBuilder written(List<Grant> grants) {
        var array = Json.createArrayBuilder();
        for (var grant : grants) {
            var entry = Json.createArrayBuilder()
                    .add(grant.namespace().text())
                    .add(grant.key().text());
            grant.verbs().forEach(verb -> entry.add(verb.text()));
            array.add(entry);
        }
        return array;
    }

    private static List<Grant> grants(JsonObject object) {
        if (!(object.get("grants") instanceof JsonArray array)) {
            throw new TokenRefusal("'grants' is not an array");
        }
        return array.stream().map(TokenClaims::grant).toList();
    }

    private static Grant grant(JsonValue value) {
        var texts = texts(value);
        if (texts.size() < 3) {
            throw new TokenRefusal("one of its grants is none");
        }
        var verbs = EnumSet.noneOf(Verb.class);
        texts.subList(2, texts.size()).forEach(verb -> verbs.add(Verb.of(verb)));
        return new Grant(new NamespacePattern(texts.get(0)), new KeyPattern(texts.get(1)), verbs);
    }

    private static List<String> texts(@Nullable JsonValue value) {
        if (value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)) {
            return array.getValuesAs(JsonString::getString);
        }
        throw new TokenRefusal("'groups' or one of its grants is not an array of strings");
    }

    private static String string(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw new TokenRefusal("'" + name + "' is not a string");
    }

    private static long seconds(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number
                && SECONDS.matcher(number.toString()).matches()
                && number.longValueExact() <= Limits.TIME_MILLIS_MAX / 1_000) {
            return number.longValueExact();
        }
        throw new TokenRefusal("'" + name + "' is not a whole number of seconds");
    }
}
