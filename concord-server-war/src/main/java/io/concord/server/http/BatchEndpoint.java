package io.concord.server.http;

import io.concord.core.format.FormatException;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.BatchService;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Many independent operations in one request, in the binary form that the client jar speaks; 200 whatever they come to. Not a
 * JAX-RS resource, because this is what the client does all the time, and JAX-RS with CDI was a quarter of what a small
 * batch cost. Otherwise a request is served as if it were one.
 */
@WebServlet(
        urlPatterns = {Routes.BATCH, BatchEndpoint.WITH_SLASH},
        asyncSupported = true)
public class BatchEndpoint extends HttpServlet {
    static final String WITH_SLASH = Routes.BATCH + "/";

    private static final long serialVersionUID = 1L;
    private static final String METHODS = "POST, OPTIONS";

    /** What metrics call it. */
    private static final String OPERATION = "execute";

    // Justification: field injection, because the container wants a servlet to have a constructor without parameters.
    @Inject
    @SuppressWarnings("serial")
    BatchService batches;

    @Inject
    @SuppressWarnings("serial")
    StoreService store;

    @Inject
    @SuppressWarnings("serial")
    NodeConfig config;

    @Inject
    @SuppressWarnings("serial")
    ServletCalls calls;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        var call = calls.begin(request, response);
        try {
            serve(call, request, response);
        } catch (RuntimeException e) {
            call.refuse(e);
        }
    }

    private void serve(ServletCalls.Call call, HttpServletRequest request, HttpServletResponse response) {
        var caller = call.admitted();
        requirePath(request.getRequestURI());
        if (!request.getMethod().equals("POST")) {
            response.setHeader(HttpHeaders.ALLOW, METHODS);
            answerOtherMethod(call, request.getMethod());
            return;
        }
        call.isFor(OPERATION);
        var requests = new Requests(store, config);
        // Before the body is read: nobody uploads what may not be carried out.
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT));
        store.requireAnything(caller, requests.deadline(query));
        requireType(request);
        var body = new BoundedBody("batch", batches.limits().bytesMax(), "(concord.limits.batch-bytes-max)");
        var batch = decoded(body.read(request, call.body()));
        call.account().chargeRequests(batch.operations().size() - 1L);
        var answer = batches.execute(caller, batch, requests.deadline(query));
        call.answerLater(answer.thenApply(BatchCodec::encode), BatchCodec.MEDIA_TYPE);
    }

    /** The container finds a servlet by the decoded path; in another spelling, JAX-RS finds nothing. */
    private static void requirePath(String raw) {
        if (!raw.equals(Routes.BATCH) && !raw.equals(WITH_SLASH)) {
            throw ContainerProblems.asFailure(ErrorCode.NOT_FOUND);
        }
    }

    /** As JAX-RS does. */
    private static void answerOtherMethod(ServletCalls.Call call, String method) {
        if (!method.equals("OPTIONS")) {
            throw ContainerProblems.asFailure(ErrorCode.METHOD_NOT_ALLOWED);
        }
        call.answer(METHODS.getBytes(StandardCharsets.US_ASCII), "text/plain");
    }

    private static void requireType(HttpServletRequest request) {
        if (!BatchCodec.MEDIA_TYPE.equals(request.getContentType()) || request.getHeader("Content-Encoding") != null) {
            throw new RequestFailure(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "a batch comes with Content-Type: " + BatchCodec.MEDIA_TYPE + " and without a Content-Encoding");
        }
    }

    private static BatchRequest decoded(byte[] bytes) {
        try {
            return BatchCodec.decodeRequest(bytes);
        } catch (FormatException e) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
