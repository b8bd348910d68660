package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.server.audit.AuditLog;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import io.concord.server.service.watch.CompactedException;
import io.concord.server.service.watch.WatchService;
import io.concord.server.service.watch.WatchSink;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches over HTTP: {@code GET /v1/watch} and {@code GET /v1/namespaces/{namespace}/watch}. Not a JAX-RS resource, because
 * JAX-RS commits an event stream to 200 before it is known whether it can begin; and a filter, because the second path is
 * in the midst of those of JAX-RS. Parses and never decides.
 */
@WebFilter(
        urlPatterns = {"/v1/watch", "/v1/namespaces/*"},
        asyncSupported = true)
public class WatchEndpoint extends HttpFilter {
    private static final System.Logger LOG = System.getLogger(WatchEndpoint.class.getName());
    private static final long serialVersionUID = 1L;

    // Justification: field injection, because the container wants a filter to have a constructor without parameters.
    @Inject
    @SuppressWarnings("serial")
    WatchService watches;

    @Inject
    @SuppressWarnings("serial")
    NodeConfig config;

    @Inject
    @SuppressWarnings("serial")
    Admission admission;

    @Inject
    @SuppressWarnings("serial")
    AuditLog audit;

    @Inject
    @SuppressWarnings("serial")
    StoreService store;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<WatchPath> path;
        var trail = new AuditTrail(audit, request);
        try {
            path = WatchPath.of(request.getRequestURI());
            if (path.isPresent()) {
                Wire.check(request, response);
                begin(request, response, path.get(), trail);
            }
        } catch (RuntimeException e) {
            watches.refused(FailureMapper.problem(e).code());
            refuse(response, e, trail);
            return;
        }
        if (path.isEmpty()) {
            chain.doFilter(request, response);
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, WatchPath path, AuditTrail trail) {
        var admitted = admission.admit(request, response, trail);
        requireGet(request);
        var parameters = new WatchParameters(path, request.getQueryString(), request.getHeader(Headers.LAST_EVENT_ID));
        var wanted = parameters.request();
        var form = WatchForm.of(accept(request));
        var previous = parameters.previous();
        var deadline = new WaitTime(config).deadline(parameters.timeout());
        var async = request.startAsync();
        async.setTimeout(0);
        watches.watch(admitted.caller(), admitted.payer(), wanted, deadline, () -> open(async, form, previous))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        trail.finished(HttpServletResponse.SC_OK, null, store.localRevision());
                    } else {
                        refuse((HttpServletResponse) async.getResponse(), failure, trail);
                        ServletCalls.complete(async);
                    }
                });
    }

    /** All its Accept headers as one (RFC 9110 §5.3); null where it has none. */
    private static @Nullable String accept(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
        return headers.isEmpty() ? null : String.join(",", headers);
    }

    private static void requireGet(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            throw new RequestFailure(ErrorCode.METHOD_NOT_ALLOWED, "a watch is a GET");
        }
    }

    private static WatchSink open(AsyncContext async, WatchForm form, boolean withPrevious) {
        var response = (HttpServletResponse) async.getResponse();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(form.contentType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        // Proxies that buffer (nginx) would hold events back.
        response.setHeader("X-Accel-Buffering", "no");
        try {
            // The container holds back what is flushed first, perhaps for as long as nothing follows: that is the head
            // alone.
            response.flushBuffer();
            return form.sink(response.getOutputStream(), withPrevious, () -> ServletCalls.complete(async));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuse(HttpServletResponse response, Throwable thrown, AuditTrail trail) {
        var failure = FailureMapper.unwrapped(thrown);
        var problem = FailureMapper.problem(failure);
        if (failure instanceof CompactedException compacted) {
            problem = problem.with("oldestRevision", Json.createValue(compacted.oldestRevision()));
        }
        if (problem.code() == ErrorCode.METHOD_NOT_ALLOWED) {
            response.setHeader(HttpHeaders.ALLOW, "GET");
        }
        trail.finished(problem.code().status(), problem.code().code(), store.localRevision());
        try {
            problem.sendTo(response);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "whoever asked to watch has gone", e);
        }
    }
}
