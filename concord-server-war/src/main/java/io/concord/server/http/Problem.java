package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as the caller sees it: {@code application/problem+json} (RFC 9457) with the stable {@code code} and the
 * {@code effect} (refused, unavailable or indeterminate) as extension members.
 *
 * @param detail for people: the thing, the rule, the value and what to do
 * @param members further extension members, for programs
 * @param retryAfterSeconds when to ask again, where the code says that this may help
 */
public record Problem(ErrorCode code, String detail, JsonObject members, long retryAfterSeconds) {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final int RETRY_AFTER_SECONDS = 1;

    Problem(ErrorCode code, String detail) {
        this(code, detail, JsonValue.EMPTY_JSON_OBJECT, RETRY_AFTER_SECONDS);
    }

    Problem with(String name, JsonValue value) {
        return new Problem(
                code, detail, Json.createObjectBuilder(members).add(name, value).build(), retryAfterSeconds);
    }

    Problem retryAfter(long seconds) {
        return new Problem(code, detail, members, seconds);
    }

    String toJson() {
        return Json.createObjectBuilder()
                .add("type", "urn:concord:problem:" + code.code())
                .add("title", code.title())
                .add("status", code.status())
                .add("code", code.code())
                .add("effect", code.effect().name().toLowerCase(Locale.ROOT))
                .add("detail", detail)
                .addAll(Json.createObjectBuilder(members))
                .build()
                .toString();
    }

    /** Writes the response where there is no JAX-RS; returns how many bytes its body has. */
    int sendTo(HttpServletResponse response) throws IOException {
        headers().forEach(response::setHeader);
        return writeTo(response);
    }

    /** Status, content type and body alone; returns how many bytes the body has. */
    int writeTo(HttpServletResponse response) throws IOException {
        var body = toJson().getBytes(StandardCharsets.UTF_8);
        response.setStatus(code.status());
        response.setContentType(CONTENT_TYPE);
        response.getOutputStream().write(body);
        return body.length;
    }

    /** Those that it has besides its content type. */
    private Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (code.status() == 503 || code.status() == 429) {
            headers.put(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
        }
        if (code.status() == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, challenge());
        }
        return headers;
    }

    /** RFC 6750 §3: whoever sent no token is only told that one is needed. */
    private String challenge() {
        var challenge = "Bearer realm=\"concord\"";
        return detail.equals(BearerToken.NONE)
                ? challenge
                : challenge + ", error=\"invalid_token\", error_description=\"" + quotable(detail) + "\"";
    }

    /** Of the characters that RFC 6750 allows there; what is not allowed is left out. */
    private static String quotable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "");
    }

    /** The response; {@code requestId} is named so that a write in doubt can be retried safely. */
    Response toResponse(@Nullable String requestId) {
        var response = Response.status(code.status())
                .header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .entity(this);
        headers().forEach(response::header);
        if (requestId != null) {
            response.header(Headers.IDEMPOTENCY_KEY, requestId);
        }
        return response.build();
    }
}
