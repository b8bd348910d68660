package io.concord.server.http;

import io.concord.server.service.RequestFailure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets nothing of the application's that can be read in two ways come any further: JAX-RS sees no bytes. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class WireGate extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            Wire.check(request, response);
        } catch (RequestFailure e) {
            new Problem(e.code(), String.valueOf(e.getMessage())).sendTo(response);
            return;
        }
        chain.doFilter(request, response);
    }
}
