package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.config.ProviderRules;
import io.concord.server.service.RequestFailure;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token of an identity provider must be besides signed: readable in one way only (RFC 7515 §2, §4 and RFC 8725), of
 * the right issuer and audience, in time and for a bounded time, and with claims of the type that they have. Libraries are
 * lenient here, each in its own way. It is looked at before the signature is verified, and lets in nobody by itself.
 */
final class TokenForm {
    /** No more than a number without an exponent can say before the year 9999. */
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");

    /** RFC 9068 has the second for access tokens; every other type is of a token that is no pass. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");

    /** What changes the meaning of the rest, by extensions of which Concord has none. */
    private static final List<String> EXTENSIONS = List.of("crit", "b64", "zip", "enc", "cty");

    private final ProviderRules rules;
    private final Duration clockSkew;
    private final Instant now;

    TokenForm(ProviderRules rules, Duration clockSkew, Instant now) {
        this.rules = rules;
        this.clockSkew = clockSkew;
        this.now = now;
    }

    /**
     * Goes through if the token may count once its signature is verified.
     *
     * @param raw as it came after {@code Bearer}
     * @throws RequestFailure {@link ErrorCode#UNAUTHORIZED} naming the rule, and nothing out of the token
     */
    void check(String raw) {
        var parts = raw.split("\\.", -1);
        if (parts.length != 3) {
            throw refused("it has three parts");
        }
        decoded(parts[2]);
        checkHeader(object(parts[0], "the header"));
        checkClaims(object(parts[1], "the claims"));
    }

    private static void checkHeader(JsonObject header) {
        if (!(header.get("alg") instanceof JsonString)) {
            throw refused("'alg' in its header is a string");
        }
        checkText(header, "kid");
        if (header.containsKey("typ")
                && !(header.get("typ") instanceof JsonString type
                        && TYPES.contains(type.getString().toLowerCase(Locale.ROOT)))) {
            throw refused("'typ' in its header is JWT or at+jwt");
        }
        EXTENSIONS.stream().filter(header::containsKey).forEach(name -> {
            throw refused("'" + name + "' in its header is an extension that Concord does not have");
        });
    }

    private void checkClaims(JsonObject claims) {
        List.of("sub", "jti").forEach(name -> checkText(claims, name));
        if (!(claims.get("iss") instanceof JsonString issuer
                && issuer.getString().equals(rules.issuer()))) {
            throw refused("'iss' is the issuer of mp.jwt.verify.issuer");
        }
        if (!isForUs(claims.get("aud"))) {
            throw refused("'aud' is a string or an array of strings, with one of mp.jwt.verify.audiences");
        }
        if (claims.containsKey("groups") && !(claims.get("groups") instanceof JsonArray groups && isTexts(groups))) {
            throw refused("'groups' is an array of strings");
        }
        checkTimes(claims);
    }

    private boolean isForUs(@Nullable JsonValue audience) {
        if (audience instanceof JsonArray several) {
            return isTexts(several)
                    && several.getValuesAs(JsonString.class).stream()
                            .anyMatch(one -> rules.audiences().contains(one.getString()));
        }
        return audience instanceof JsonString one && rules.audiences().contains(one.getString());
    }

    private void checkTimes(JsonObject claims) {
        var expires = seconds(claims, "exp").orElseThrow(() -> refused("'exp' is needed"));
        if (!now.isBefore(expires.plus(clockSkew))) {
            throw refused("its time is over ('exp')");
        }
        var begin = now.plus(clockSkew);
        seconds(claims, "nbf").filter(begin::isBefore).ifPresent(early -> {
            throw refused("'nbf' is not in the future");
        });
        var issued = seconds(claims, "iat");
        issued.filter(begin::isBefore).ifPresent(early -> {
            throw refused("'iat' is not in the future");
        });
        var lifetimeMax = rules.lifetimeMax();
        if (expires.isAfter(now.plus(lifetimeMax))
                || issued.filter(at -> expires.isAfter(at.plus(lifetimeMax))).isPresent()) {
            throw refused("it is valid for at most " + lifetimeMax.toSeconds()
                    + " s (concord.auth.token-lifetime-seconds-max); have one made that ends sooner");
        }
    }

    private static boolean isTexts(JsonArray array) {
        return array.stream().allMatch(JsonString.class::isInstance);
    }

    /** If it is there, it is text that can be shown in one line. */
    private static void checkText(JsonObject object, String name) {
        if (object.containsKey(name)
                && !(object.get(name) instanceof JsonString text
                        && text.getString().chars().noneMatch(Character::isISOControl))) {
            throw refused("'" + name + "' is a string without control characters");
        }
    }

    /** A time (RFC 7519 §2); fractions, which every library rounds in its own way, are not taken. */
    private static Optional<Instant> seconds(JsonObject claims, String name) {
        if (!claims.containsKey(name)) {
            return Optional.empty();
        }
        if (claims.get(name) instanceof JsonNumber number
                && SECONDS.matcher(number.toString()).matches()) {
            return Optional.of(Instant.ofEpochSecond(number.longValueExact()));
        }
        throw refused("'" + name + "' is a whole number of seconds");
    }

    private static JsonObject object(String part, String what) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded(part)))
                    .toString();
            return JsonText.parseUniquely(text)
                    .filter(JsonObject.class::isInstance)
                    .map(JsonValue::asJsonObject)
                    .orElseThrow(() -> refused(what + " must be one JSON object without a name twice"));
        } catch (CharacterCodingException e) {
            throw refused(what + " must be UTF-8");
        }
    }

    /** Base64url as RFC 7515 has it: without padding, and without bits that say nothing. */
    private static byte[] decoded(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            var canonical = Base64.getUrlEncoder().withoutPadding().encode(bytes);
            if (bytes.length > 0 && Arrays.equals(canonical, part.getBytes(StandardCharsets.ISO_8859_1))) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like what is no base64url in another way.
        }
        throw refused("each of its parts is base64url without padding");
    }

    private static RequestFailure refused(String rule) {
        return new RequestFailure(ErrorCode.UNAUTHORIZED, "the token was not accepted: " + rule);
    }
}
