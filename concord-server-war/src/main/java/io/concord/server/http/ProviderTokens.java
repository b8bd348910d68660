package io.concord.server.http;

import io.concord.core.access.Identity;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.config.AccessSettings;
import io.concord.server.service.Caller;
import io.concord.server.service.RequestFailure;
import io.concord.server.token.CallerCache;
import jakarta.json.JsonString;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who bears a token of the identity provider; the only class that reads the claims of one, which the container verifies
 * (MicroProfile JWT) when it is asked to.
 */
final class ProviderTokens {
    private static final System.Logger LOG = System.getLogger(ProviderTokens.class.getName());
    private static final long SECONDS_MAX = Limits.TIME_MILLIS_MAX / 1_000;

    /** For so long a token counts that the provider would not sign any more: its keys may have changed. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

    private ProviderTokens() {}

    /**
     * Who bears the identity provider's token of a request.
     *
     * @throws RequestFailure {@link ErrorCode#UNAUTHORIZED} if the container does not accept it
     */
    static CallerCache.Known verify(
            AccessSettings access, HttpServletRequest request, HttpServletResponse response, Instant now) {
        if (!access.provider()) {
            throw new RequestFailure(
                    ErrorCode.UNAUTHORIZED,
                    "the token was not accepted: it is not one of Concord's own, and no identity provider is"
                            + " configured (mp.jwt.verify.issuer)");
        }
        // Before the container, which reads leniently, and trips over some of what is refused here.
        new TokenForm(access.rules(), access.clockSkew(), now).check(BearerToken.of(request));
        if (!isAuthenticated(request, response) || !(request.getUserPrincipal() instanceof JsonWebToken token)) {
            throw new RequestFailure(
                    ErrorCode.UNAUTHORIZED,
                    "the token was not accepted: its signature, issuer, audience or time is not valid");
        }
        var caller = caller(token);
        var end =
                caller.expiresAt().map(exact -> exact.plus(access.clockSkew())).orElse(now);
        var limit = now.plus(KNOWN_FOR);
        return new CallerCache.Known(caller, Optional.empty(), end.isBefore(limit) ? end : limit);
    }

    private static boolean isAuthenticated(HttpServletRequest request, HttpServletResponse response) {
        try {
            return request.authenticate(new Discarded(response));
        } catch (IOException | ServletException | RuntimeException e) {
            // Justification: what the container throws here is about the token, which its message may show.
            LOG.log(
                    Level.WARNING,
                    "the container could not verify a token: " + e.getClass().getName());
            return false;
        }
    }

    private static Caller caller(JsonWebToken token) {
        try {
            var author = new Author(orEmpty(token.getIssuer()), orEmpty(token.getSubject()));
            var expiresAt = Instant.ofEpochSecond(token.getExpirationTime());
            return new Caller(identity(author, token), Optional.of(token(token)), Optional.of(expiresAt));
        } catch (InvalidValueException e) {
            throw new RequestFailure(ErrorCode.UNAUTHORIZED, "the token's claims are not valid: " + e.getMessage());
        }
    }

    /** Of the claims only those that are text; never the token itself, which MicroProfile JWT lists among them. */
    private static Identity identity(Author author, JsonWebToken token) {
        var claims = new TreeMap<String, String>();
        for (var name : token.getClaimNames()) {
            Object value = name.equals(Claims.raw_token.name()) ? null : token.getClaim(name);
            if (value instanceof String text) {
                claims.put(name, text);
            } else if (value instanceof JsonString text) {
                claims.put(name, text.getString());
            }
        }
        var groups = Optional.ofNullable(token.getGroups()).orElse(Set.of());
        return new Identity(author, groups, claims, List.of());
    }

    private static Token token(JsonWebToken token) {
        long issuedSeconds = token.containsClaim(Claims.iat.name()) ? token.getIssuedAtTime() : 0;
        return new Token(orEmpty(token.getTokenID()), Math.min(issuedSeconds, SECONDS_MAX) * 1_000);
    }

    private static String orEmpty(@Nullable String claim) {
        return claim == null ? "" : claim;
    }
}
