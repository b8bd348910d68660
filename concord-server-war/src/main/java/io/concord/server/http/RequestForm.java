package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The method and the names of the headers, as they came over the wire: words of which parsers make different things, so that
 * one of them sees a header, or a request, that another does not (RFC 9112 §5.1, RFC 9110 §5.6.2).
 */
record RequestForm(String method, List<String> names) {
    /** Methods are case-sensitive, and all that are registered are upper-case letters and hyphens. */
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,31}");

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    static RequestForm of(HttpServletRequest request) {
        return new RequestForm(request.getMethod(), Collections.list(request.getHeaderNames()));
    }

    /** Fails with {@link ErrorCode#INVALID_REQUEST} unless all of it has one form only. */
    void check() {
        if (!METHOD.matcher(method).matches()) {
            throw invalid("the method is '" + Escaped.text(method) + "'; a method is written in capital letters");
        }
        for (var name : names) {
            if (!NAME.matcher(name).matches()) {
                throw invalid("the header '" + Escaped.text(name)
                        + "' has no valid name; it is letters, digits and '-' without a blank, up to the ':'");
            }
        }
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
