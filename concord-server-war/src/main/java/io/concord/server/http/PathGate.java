package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.audit.AuditLog;
import io.concord.server.config.AccessSettings;
import io.concord.server.config.HttpsSettings;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets those see the metrics and the description of the interface who may. The {@link ContainerGate} before those paths is of
 * another class loader and asks this one, which it finds in Concord's servlet context.
 */
final class PathGate implements Filter {
    private final AccessSettings access;
    private final HttpsSettings https;
    private final Callers callers;
    private final AuditLog audit;
    private final StoreService store;

    PathGate(AccessSettings access, HttpsSettings https, Callers callers, AuditLog audit, StoreService store) {
        this.access = access;
        this.https = https;
        this.callers = callers;
        this.audit = audit;
        this.store = store;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var trail = new AuditTrail(audit, (HttpServletRequest) request);
        try {
            check((HttpServletRequest) request, (HttpServletResponse) response, trail);
        } catch (RequestFailure e) {
            trail.finished(e.code().status(), e.code().code(), store.localRevision());
            new Problem(e.code(), String.valueOf(e.getMessage())).sendTo((HttpServletResponse) response);
            return;
        }
        chain.doFilter(request, response);
    }

    private void check(HttpServletRequest request, HttpServletResponse response, AuditTrail trail) {
        TransportRule.check(https, request);
        var needed = ContainerGate.isMetrics(request) ? access.metrics() : access.openapi();
        if (needed.isOpen()) {
            return;
        }
        var caller = callers.of(request, response, trail);
        if (!caller.hasRole(needed.role())) {
            throw new RequestFailure(
                    ErrorCode.FORBIDDEN,
                    "the token of '" + caller.author() + "' has no group that allows this; it needs " + needed.text()
                            + " or one that includes it");
        }
    }
}
