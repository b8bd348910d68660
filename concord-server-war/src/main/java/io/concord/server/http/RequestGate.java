package io.concord.server.http;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets in only requests whose {@link RequestHead} is beyond doubt, before anything else looks at them: JAX-RS takes a
 * malformed query for its own failure. The container ends the connection with the refusal, so that it does not matter where
 * the next request would have begun.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
public class RequestGate implements ContainerRequestFilter {
    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        RequestHead.of(http).check();
    }
}
