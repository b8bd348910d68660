package io.concord.server.http;

import io.concord.server.config.NodeConfig;
import io.concord.server.service.rate.Account;
import io.concord.server.service.rate.RateLimits;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets in only who has something left of what it may ask for, as soon as it is known who asks, and takes what the request turns
 * out to cost: its body and the answer's.
 */
@Provider
@Dependent
@PreMatching
@Priority(Priorities.AUTHENTICATION + 1)
public class LimitFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String ACCOUNT = "io.concord.account";

    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    NodeConfig config;

    @Inject
    RateLimits limits;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        var account = Payer.admit(limits, Payer.of(config, RequestContext.caller(http), http), http);
        request.setProperty(ACCOUNT, account);
        RequestContext.setAccount(http, account);
        // A body without a length is counted as it comes; whether there is one, JAX-RS tells by its type, which may be
        // missing.
        if (account.countsBytes() && http.getHeader("Transfer-Encoding") != null) {
            request.setEntityStream(new CountedInput(request.getEntityStream(), account::chargeBytes));
        }
    }

    /** Not by an interceptor of writers: RESTEasy would take another way for every answer, counted or not. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (answer.hasEntity() && request.getProperty(ACCOUNT) instanceof Account account && account.countsBytes()) {
            answer.setEntityStream(new CountedOutput(answer.getEntityStream(), account::chargeBytes));
        }
    }
}
