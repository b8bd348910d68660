package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;

/**
 * Stands before what Open Liberty itself serves ({@code /openapi}, {@code /health}, {@code /metrics}): lets in only what a
 * reader sends and whose {@link RequestHead} is beyond doubt, and says nothing of how the server is made when that fails
 * all the same.
 */
final class ContainerGate implements Filter {
    /** The attribute of Concord's servlet context in which the filter is that knows who may see what. */
    static final String PATH_GATE = "io.concord.path-gate";

    private static final System.Logger LOG = System.getLogger(ContainerGate.class.getName());
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** All that there is under a context; what else is asked for there fails in Open Liberty, with 500. */
    private static final Map<String, Set<String>> PATHS =
            Map.of("/health", Set.of("", "/", "/started", "/live", "/ready"), "/jwt", Set.of());

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException {
        var http = (HttpServletResponse) response;
        try {
            check((HttpServletRequest) request, http);
            if (isOpen((HttpServletRequest) request)) {
                chain.doFilter(request, response);
            } else {
                pathGate(request).doFilter(request, response, chain);
            }
        } catch (RequestFailure e) {
            send(new Problem(e.code(), String.valueOf(e.getMessage())), http);
        } catch (ServletException | RuntimeException e) {
            if (isOfNoFile(e)) {
                send(ContainerProblems.ofStatus(ErrorCode.NOT_FOUND.status()), http);
                return;
            }
            LOG.log(Level.ERROR, "a path of the container failed", e);
            send(ContainerProblems.ofStatus(ErrorCode.INTERNAL.status()), http);
        }
    }

    /** That is how Open Liberty says that there is no such page. */
    private static boolean isOfNoFile(Throwable thrown) {
        return thrown instanceof FileNotFoundException || (thrown.getCause() != null && isOfNoFile(thrown.getCause()));
    }

    /** What tells nothing but whether the node lives. */
    private static boolean isOpen(HttpServletRequest request) {
        return request.getContextPath().equals("/health");
    }

    static boolean isMetrics(HttpServletRequest request) {
        return request.getContextPath().equals("/metrics");
    }

    /** Of Concord's own application, whose classes are none of this one's: only those of the platform are common. */
    private static Filter pathGate(ServletRequest request) {
        var root = request.getServletContext().getContext("/");
        if (root != null && root.getAttribute(PATH_GATE) instanceof Filter gate) {
            return gate;
        }
        throw new RequestFailure(ErrorCode.UNAVAILABLE, "the node has not started, so that it knows nobody");
    }

    private static void check(HttpServletRequest request, HttpServletResponse response) {
        Wire.check(request, response);
        RequestHead.of(request).check();
        var context = request.getContextPath();
        if (PATHS.containsKey(context)
                && !PATHS.getOrDefault(context, Set.of())
                        .contains(request.getRequestURI().substring(context.length()))) {
            throw new RequestFailure(ErrorCode.NOT_FOUND, "no such path; see /openapi");
        }
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD, OPTIONS");
            throw new RequestFailure(
                    ErrorCode.METHOD_NOT_ALLOWED, "this path is for reading; the Allow header names its methods");
        }
    }

    private static void send(Problem problem, HttpServletResponse response) throws IOException {
        if (!response.isCommitted()) {
            response.setHeader("Cache-Control", "no-store");
            problem.writeTo(response);
        }
    }
}
