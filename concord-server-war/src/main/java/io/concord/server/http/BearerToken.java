package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Collections;
import java.util.regex.Pattern;

/** The token that a request carries (RFC 6750 §2.1): in the header Authorization, which is there once, and nowhere else. */
final class BearerToken {
    static final String NONE = "send the header 'Authorization: Bearer <token>'";

    private static final String SCHEME = "Bearer ";
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private BearerToken() {}

    /**
     * As it came: whoever has not seen it before checks its {@linkplain #requireCharacters characters}.
     *
     * @throws RequestFailure if there is none, or more than one
     */
    static String of(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() > 1) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST,
                    "the header Authorization is given " + headers.size() + " times; it is given once");
        }
        if (headers.isEmpty() || !headers.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new RequestFailure(ErrorCode.UNAUTHORIZED, NONE);
        }
        return headers.get(0).substring(SCHEME.length());
    }

    /** @throws RequestFailure if it is nothing that RFC 6750 calls a token */
    static void requireCharacters(String token) {
        if (!CHARACTERS.matcher(token).matches()) {
            throw new RequestFailure(
                    ErrorCode.UNAUTHORIZED, "the token was not accepted: it has characters that no token has");
        }
    }
}
