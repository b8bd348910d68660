package io.concord.server.http;

import io.concord.server.service.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** What the filters, the resource and the mapper of one request tell each other. */
final class RequestContext {
    private static final String CALLER = "io.concord.caller";
    private static final String TRAIL = "io.concord.trail";
    private static final String REQUEST_ID = "io.concord.request-id";

    private RequestContext() {}

    static void setCaller(HttpServletRequest request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    /** Set by the filter for every request that reaches a resource. */
    static Caller caller(HttpServletRequest request) {
        return (Caller) request.getAttribute(CALLER);
    }

    static void setTrail(HttpServletRequest request, AuditTrail trail) {
        request.setAttribute(TRAIL, trail);
    }

    /** Set by the filter for every request, before anything else. */
    static AuditTrail trail(HttpServletRequest request) {
        return (AuditTrail) request.getAttribute(TRAIL);
    }

    static void setRequestId(HttpServletRequest request, String requestId) {
        request.setAttribute(REQUEST_ID, requestId);
    }

    static @Nullable String requestId(HttpServletRequest request) {
        return (String) request.getAttribute(REQUEST_ID);
    }
}
