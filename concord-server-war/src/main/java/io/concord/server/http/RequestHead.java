package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What tells where a request goes and where it ends (RFC 9112), as it came over the wire. Servers and proxies must not be
 * able to read it differently, or one of them takes a part of one request for another.
 *
 * @param query without {@code ?}; null when there is none
 */
record RequestHead(
        String protocol,
        String uri,
        @Nullable String query,
        List<String> hosts,
        List<String> contentLengths,
        List<String> transferEncodings) {
    private static final String LATEST = "HTTP/1.1";
    private static final Set<String> PROTOCOLS = Set.of("HTTP/1.0", LATEST);

    /** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port (RFC 9110 §7.2). */
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{0,5})?");

    /** What a path may be, here and in the container. */
    static final String PATH_RULE =
            "the path must be valid percent-encoded UTF-8 without an encoded '/', '\\', '#' or dot segment "
                    + "(give such a key as " + Routes.KV + "?" + QueryParameters.KEY + "=)";

    /** What servers and proxies decode, and then read the path anew, or do not. */
    private static final Pattern AMBIGUOUS =
            Pattern.compile("%2f|%5c|%23|(?:^|/)(?:%2e\\.?|\\.?%2e|%2e%2e)(?=[/;]|$)", Pattern.CASE_INSENSITIVE);

    static RequestHead of(HttpServletRequest request) {
        return new RequestHead(
                request.getProtocol(),
                request.getRequestURI(),
                request.getQueryString(),
                headers(request, "Host"),
                headers(request, "Content-Length"),
                headers(request, "Transfer-Encoding"));
    }

    /** Fails with {@link ErrorCode#INVALID_REQUEST} unless it can be read in one way only. */
    void check() {
        checkRecipient();
        checkEnd();
        checkPath();
        if (query != null) {
            PercentDecoder.query(query);
        }
    }

    private void checkRecipient() {
        if (!PROTOCOLS.contains(protocol)) {
            throw invalid("the protocol is '" + Escaped.text(protocol) + "'; it is HTTP/1.0 or HTTP/1.1");
        }
        if (hosts.size() > 1 || (hosts.isEmpty() && protocol.equals(LATEST))) {
            throw invalid("the header Host is given " + hosts.size() + " times; it is given once");
        }
        if (hosts.stream().anyMatch(host -> !HOST.matcher(host).matches())) {
            throw invalid("the header Host is not a name or an address with or without a port");
        }
    }

    /** What JAX-RS drops from a path, the parameters behind a {@code ;}, would make one name of another. */
    private void checkPath() {
        PercentDecoder.path(uri);
        if (AMBIGUOUS.matcher(uri).find()) {
            throw invalid(PATH_RULE);
        }
        if (uri.indexOf(';') >= 0 && !namesEntries()) {
            throw invalid("a path cannot carry ';'; give such a name as a parameter of the query");
        }
    }

    /** Whether {@link EntryPath} reads it, which says what to do about a {@code ;}. */
    private boolean namesEntries() {
        return uri.startsWith(Routes.KV) || uri.startsWith(Routes.NAMESPACES);
    }

    private void checkEnd() {
        if (contentLengths.size() + transferEncodings.size() > 1) {
            throw invalid("the end of the body is not clear; give one Content-Length or one Transfer-Encoding");
        }
        if (transferEncodings.stream().anyMatch(coding -> !coding.equalsIgnoreCase("chunked"))) {
            throw invalid("the Transfer-Encoding is not known; it is chunked");
        }
    }

    private static List<String> headers(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
