package io.concord.server.http;

import io.concord.core.access.Identity;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Caller;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Tells who calls, before the path is even looked at; the only class that reads JWT claims. The container has verified the
 * token by then. Fails closed: without a verified token there is no caller, unless authentication is
 * switched off, and a token that this node knows to be revoked is none.
 */
@Provider
@Dependent
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class CallerFilter implements ContainerRequestFilter {
    private static final long SECONDS_MAX = Limits.TIME_MILLIS_MAX / 1_000;

    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    NodeConfig config;

    @Inject
    StoreService store;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        var caller = caller(config, request.getSecurityContext().getUserPrincipal(), http);
        store.admit(caller);
        RequestContext.setCaller(http, caller);
    }

    /**
     * Who calls, for requests of any kind. Whoever sends a token is who that says, or nobody, whatever certificate the
     * connection has; without a token it is whom the certificate stands for.
     *
     * @throws RequestFailure {@link ErrorCode#UNAUTHORIZED} if there is neither a valid token nor a certificate
     */
    static Caller caller(NodeConfig config, @Nullable Principal principal, HttpServletRequest request) {
        if (!config.authEnabled()) {
            return Caller.ANYBODY;
        }
        var authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        var clients = config.https().clients();
        var certificate = clients.wanted() ? CertificateCaller.shown(request) : null;
        if (authorization == null && certificate != null) {
            return new CertificateCaller(clients.subjects()).of(certificate);
        }
        if (!(principal instanceof JsonWebToken token)) {
            throw new RequestFailure(
                    ErrorCode.UNAUTHORIZED,
                    authorization == null
                            ? "send the header 'Authorization: Bearer <token>'"
                            : "the token was not accepted: its signature, issuer, audience or time is not valid");
        }
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
