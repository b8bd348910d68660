package io.concord.server.http;

import io.concord.server.config.NodeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets in only requests whose {@link RequestHead} is beyond doubt, before anything else looks at them: JAX-RS takes a
 * malformed query for its own failure. The connection must be one that may carry tokens, and the body must come in time. The container ends the connection with the refusal, so that it does not matter where
 * the next request would have begun.
 */
@Provider
@Dependent
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
public class RequestGate implements ContainerRequestFilter {
    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    NodeConfig config;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        RequestHead.of(http).check();
        TransportRule.check(config.https(), http);
        request.setEntityStream(
                new TimedBody(request.getEntityStream(), config.https().bodyTimeout()));
    }
}
