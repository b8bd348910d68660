package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Reads a JSON object from a request's body, and never more of it than a limit. */
final class JsonBody {
    private JsonBody() {}

    /** The object; empty where there is no body. */
    static Optional<JsonObject> readOptional(HttpServletRequest request, InputStream body, int bytesMax) {
        if (request.getHeader("Content-Encoding") != null) {
            throw new RequestFailure(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "a body comes as it is, without a Content-Encoding");
        }
        var bytes = new BoundedBody("the body", bytesMax, "here").read(request, body);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        requireJson(request.getContentType());
        var value = JsonText.parse(text(bytes))
                .orElseThrow(() -> JsonMembers.invalid(
                        "the body is not JSON (RFC 8259), nested too deep, or has too long a number"));
        return Optional.of(JsonMembers.object(value, "the body"));
    }

    static JsonObject read(HttpServletRequest request, InputStream body, int bytesMax) {
        return readOptional(request, body, bytesMax)
                .orElseThrow(() -> JsonMembers.invalid("a JSON object is needed as the body"));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw JsonMembers.invalid("the body is not UTF-8");
        }
    }

    private static void requireJson(String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new RequestFailure(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the body is JSON; send Content-Type: application/json");
        }
    }
}
