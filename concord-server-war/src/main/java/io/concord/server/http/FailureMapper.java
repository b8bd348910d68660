package io.concord.server.http;

import io.concord.core.model.InvalidValueException;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.rate.RateLimitedException;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Turns every failure of a request into a problem document, the container's own included, so that no class name and no
 * stack trace reaches a caller.
 */
@Provider
@Priority(1)
public class FailureMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(FailureMapper.class.getName());

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(Throwable thrown) {
        var problem = problem(unwrapped(thrown));
        var response = problem.toResponse(RequestContext.requestId(request));
        return allowed(thrown)
                .map(methods -> Response.fromResponse(response)
                        .header(HttpHeaders.ALLOW, methods)
                        .build())
                .orElse(response);
    }

    static Problem problem(Throwable failure) {
        if (failure instanceof RateLimitedException limited) {
            return new Problem(limited.code(), String.valueOf(limited.getMessage()))
                    .retryAfter(limited.retryAfterSeconds());
        }
        if (failure instanceof RequestFailure known) {
            return new Problem(known.code(), String.valueOf(known.getMessage()));
        }
        if (failure instanceof InvalidValueException invalid) {
            return new Problem(ErrorCode.INVALID_REQUEST, String.valueOf(invalid.getMessage()));
        }
        if (failure instanceof WebApplicationException web) {
            return ContainerProblems.ofStatus(web.getResponse().getStatus());
        }
        LOG.log(Level.ERROR, "a request failed with a defect of the server", failure);
        return new Problem(ErrorCode.INTERNAL, "the log of the node has the details");
    }

    /** A 405 must say what is allowed (RFC 9110 §15.5.6); the container knows. */
    private static Optional<String> allowed(Throwable thrown) {
        return thrown instanceof NotAllowedException notAllowed
                ? Optional.ofNullable(notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW))
                : Optional.empty();
    }

    static Throwable unwrapped(Throwable thrown) {
        var failure = thrown;
        while ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        return failure;
    }
}
