package io.concord.server.http;

import io.concord.server.config.NodeConfig;
import io.concord.server.service.Caller;
import io.concord.server.service.rate.Account;
import io.concord.server.service.rate.RateLimits;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;

/**
 * Lets a request in, whoever serves it: only if its {@link RequestHead} is beyond doubt (JAX-RS takes a malformed query for its
 * own failure), the connection may carry tokens, it is known who asks, and that one has something left of what he may ask
 * for. In this order, and before anything else looks at the request. The container ends the connection with a refusal of the
 * head, so that it does not matter where the next request would have begun.
 */
@Dependent
public class Admission {
    private final NodeConfig config;
    private final Callers callers;
    private final RateLimits limits;

    @Inject
    public Admission(NodeConfig config, Callers callers, RateLimits limits) {
        this.config = config;
        this.callers = callers;
        this.limits = limits;
    }

    /**
     * Who was let in.
     *
     * @param payer whose limits the request counts against
     * @param account what the payer has left, of which what the request turns out to cost is to be taken
     */
    record Admitted(Caller caller, Object payer, Account account) {}

    /**
     * Takes the request, and its body as far as its length is told, from what the caller has left.
     *
     * @param response not touched
     * @param trail is told who it is, and hears what it asks for
     * @throws io.concord.server.service.RequestFailure if it is not let in
     */
    Admitted admit(HttpServletRequest request, HttpServletResponse response, AuditTrail trail) {
        RequestHead.of(request).check();
        TransportRule.check(config.https(), request);
        var caller = callers.of(request, response, trail);
        var payer = Payer.of(config, caller, request);
        return new Admitted(caller, payer, Payer.admit(limits, payer, request));
    }

    /** The body of a request that was let in: it must come in time, and costs as it comes where its length was not told. */
    InputStream body(HttpServletRequest request, InputStream body, Account account) {
        var timed = new TimedBody(body, config.https().bodyTimeout());
        // Whether there is a body, JAX-RS tells by its type, which may be missing.
        return account.countsBytes() && request.getHeader("Transfer-Encoding") != null
                ? new CountedInput(timed, account::chargeBytes)
                : timed;
    }
}
