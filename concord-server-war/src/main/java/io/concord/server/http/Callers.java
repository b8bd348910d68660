package io.concord.server.http;

import io.concord.core.token.TokenId;
import io.concord.server.config.AccessSettings;
import io.concord.server.config.HttpsSettings.ClientCertificates;
import io.concord.server.service.Caller;
import io.concord.server.service.ReplicatedLog;
import io.concord.server.token.CallerCache;
import io.concord.server.token.OwnTokens;
import io.concord.server.token.SecretProofs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.util.Optional;

/**
 * Tells who makes a request, of whatever kind: the one place where that is decided. Each token is verified once, Concord's own
 * here and those of the identity provider by the container; then it is known until it ends, and of what the provider says
 * for no longer than five minutes. Fails closed: without a verified token there is no caller, unless authentication is
 * switched off.
 */
public final class Callers {
    private static final int TOKENS_MAX = 10_000;

    private final AccessSettings access;
    private final ClientCertificates clients;
    private final ReplicatedLog log;
    private final OwnTokens own;
    private final SecretProofs proofs;
    private final Clock clock;
    private final CallerCache cache = new CallerCache(TOKENS_MAX);

    public Callers(
            AccessSettings access,
            ClientCertificates clients,
            ReplicatedLog log,
            OwnTokens own,
            SecretProofs proofs,
            Clock clock) {
        this.access = access;
        this.clients = clients;
        this.log = log;
        this.own = own;
        this.proofs = proofs;
        this.clock = clock;
    }

    /**
     * Who makes the request; none whose token this node knows to be revoked. Whoever sends a token is who that says, or
     * nobody, whatever certificate the connection has; without a token it is whom the certificate stands for.
     *
     * @param response not touched
     * @param trail is told who it is, and hears what it asks for
     * @throws io.concord.server.service.RequestFailure if it has no token that counts
     */
    public Caller of(HttpServletRequest request, HttpServletResponse response, AuditTrail trail) {
        var caller = known(request, response).heardBy(trail);
        trail.identified(caller);
        caller.admittedTo(log.localView());
        return caller;
    }

    private Caller known(HttpServletRequest request, HttpServletResponse response) {
        if (!access.enabled()) {
            return Caller.ANYBODY;
        }
        var certificate = clients.wanted() ? CertificateCaller.shown(request) : null;
        return certificate != null && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? new CertificateCaller(clients.subjects()).of(certificate)
                : verified(BearerToken.of(request), request, response);
    }

    private Caller verified(String token, HttpServletRequest request, HttpServletResponse response) {
        var now = clock.instant();
        var hash = CallerCache.Hash.of(token);
        var known = cache.find(hash, now);
        if (known == null || known.key().filter(this::isGone).isPresent()) {
            known = verify(token, request, response);
            cache.put(hash, known);
        }
        return known.caller();
    }

    private boolean isGone(TokenId key) {
        return log.localView().signingKey(key).isEmpty();
    }

    private CallerCache.Known verify(String token, HttpServletRequest request, HttpServletResponse response) {
        BearerToken.requireCharacters(token);
        var now = clock.instant();
        if (OwnTokens.isMeant(token)) {
            var verified = own.verify(token, now);
            return new CallerCache.Known(verified.caller(), Optional.of(verified.key()), verified.until());
        }
        if (SecretProofs.isMeant(token)) {
            var caller = proofs.verify(token, now);
            return new CallerCache.Known(
                    caller, Optional.empty(), caller.expiresAt().orElse(now));
        }
        return ProviderTokens.verify(access, request, response, now);
    }
}
