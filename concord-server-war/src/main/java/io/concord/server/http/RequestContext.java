package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the filters, the resources and the mappers of one request tell each other. */
public final class RequestContext {
    private static final String CALLER = "io.concord.caller";
    private static final String REQUEST_ID = "io.concord.request-id";
    private static final String ERROR_CODE = "io.concord.error-code";

    private RequestContext() {}

    static void setCaller(HttpServletRequest request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    /** Set by the filter for every request that reaches a resource. */
    static Caller caller(HttpServletRequest request) {
        return (Caller) request.getAttribute(CALLER);
    }

    static void setRequestId(HttpServletRequest request, String requestId) {
        request.setAttribute(REQUEST_ID, requestId);
    }

    static @Nullable String requestId(HttpServletRequest request) {
        return (String) request.getAttribute(REQUEST_ID);
    }

    static void setErrorCode(HttpServletRequest request, ErrorCode code) {
        request.setAttribute(ERROR_CODE, code);
    }

    /** What the request failed with; empty if it did not. */
    public static Optional<ErrorCode> errorCode(HttpServletRequest request) {
        return Optional.ofNullable((ErrorCode) request.getAttribute(ERROR_CODE));
    }
}
