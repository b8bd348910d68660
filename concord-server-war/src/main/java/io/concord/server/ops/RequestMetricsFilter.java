package io.concord.server.ops;

import io.concord.server.http.Problem;
import io.concord.server.http.RequestMeter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;

/**
 * Counts and times every request to JAX-RS; the operation is what the resource's method is called, or
 * {@link RequestMeter#NO_OPERATION} where the request did not get that far.
 */
@Provider
@Dependent
@Priority(0)
@PreMatching
public class RequestMetricsFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String STARTED = "io.concord.started";

    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    RequestMeter meter;

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(STARTED, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(STARTED) instanceof Long started) {
            var elapsed = Duration.ofNanos(System.nanoTime() - started);
            // As it came: what JAX-RS makes of it may not be a URI.
            meter.finished(request.getMethod(), http.getRequestURI(), operation(), result(response), elapsed);
        }
    }

    private String operation() {
        var method = resource.getResourceMethod();
        return method == null ? RequestMeter.NO_OPERATION : method.getName();
    }

    private static String result(ContainerResponseContext response) {
        return response.getEntity() instanceof Problem problem ? problem.code().code() : RequestMeter.OK;
    }
}
