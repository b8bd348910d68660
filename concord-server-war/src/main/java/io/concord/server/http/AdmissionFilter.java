package io.concord.server.http;

import io.concord.server.service.rate.Account;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** The {@link Admission} of what JAX-RS serves, before the path is even looked at; takes what the answer costs, too. */
@Provider
@Dependent
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class AdmissionFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String ACCOUNT = "io.concord.account";

    // Justification: field injection, because RESTEasy wants a provider to have a constructor without parameters.
    @Inject
    Admission admission;

    @Context
    HttpServletRequest http;

    @Context
    HttpServletResponse response;

    @Override
    public void filter(ContainerRequestContext request) {
        var admitted = admission.admit(http, response, RequestContext.trail(http));
        RequestContext.setCaller(http, admitted.caller());
        request.setProperty(ACCOUNT, admitted.account());
        request.setEntityStream(admission.body(http, request.getEntityStream(), admitted.account()));
    }

    /** Not by an interceptor of writers: RESTEasy would take another way for every answer, counted or not. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (answer.hasEntity() && request.getProperty(ACCOUNT) instanceof Account account && account.countsBytes()) {
            answer.setEntityStream(new CountedOutput(answer.getEntityStream(), account::chargeBytes));
        }
    }
}
