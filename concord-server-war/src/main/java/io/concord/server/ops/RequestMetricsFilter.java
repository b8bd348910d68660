package io.concord.server.ops;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.http.RequestContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/** Counts and times every request that reaches a resource; what the resource's method is called is the operation. */
@Provider
@Dependent
@Priority(0)
public class RequestMetricsFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String STARTED = "io.concord.started";
    private static final String OPERATION = "io.concord.operation";

    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    NodeMetrics metrics;

    @Context
    HttpServletRequest http;

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(STARTED, System.nanoTime());
        request.setProperty(OPERATION, resource.getResourceMethod().getName());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(STARTED) instanceof Long started
                && request.getProperty(OPERATION) instanceof String operation) {
            metrics.request(operation, result(response), Duration.ofNanos(System.nanoTime() - started));
        }
    }

    private String result(ContainerResponseContext response) {
        return RequestContext.errorCode(http)
                .map(ErrorCode::code)
                .orElseGet(() -> response.getStatus() < 400 ? "ok" : "refused");
    }
}
