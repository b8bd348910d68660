package io.concord.server.http;

import io.concord.core.protocol.Headers;
import io.concord.server.audit.AuditLog;
import io.concord.server.service.StoreService;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Follows every request from before its head is looked at to its answer, and tells the audit log. */
@Provider
@Dependent
@Priority(1)
@PreMatching
public class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String TRAIL = "io.concord.audit-trail";

    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    AuditLog audit;

    @Inject
    StoreService store;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        var trail = new AuditTrail(audit, http);
        request.setProperty(TRAIL, trail);
        RequestContext.setTrail(http, trail);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(TRAIL) instanceof AuditTrail trail) {
            var code = response.getEntity() instanceof Problem problem
                    ? problem.code().code()
                    : null;
            trail.finished(response.getStatus(), code, revision(response));
        }
    }

    private long revision(ContainerResponseContext response) {
        return response.getHeaders().getFirst(Headers.REVISION) instanceof Long told ? told : store.localRevision();
    }
}
