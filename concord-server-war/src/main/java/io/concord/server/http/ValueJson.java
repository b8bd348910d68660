package io.concord.server.http;

import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Values within JSON. What is text stands there as text, what is JSON as JSON, and anything else as base64; the member
 * {@code encoding} says which: {@code text}, {@code json} or {@code base64}. The content type decides, if the bytes agree
 * with it.
 */
final class ValueJson {
    static final String VALUE = "value";
    static final String ENCODING = "encoding";
    static final String CONTENT_TYPE = "contentType";

    private static final String TEXT = "text";
    private static final String JSON = "json";
    private static final String BASE64 = "base64";

    /** JSON in JSON is parsed for it; beyond this size it stands there as text. */
    private static final int JSON_BYTES_MAX = 64 * 1024;

    private ValueJson() {}

    /** Adds {@code value}, {@code encoding} and {@code contentType}. */
    static JsonObjectBuilder add(JsonObjectBuilder object, Value value) {
        object.add(CONTENT_TYPE, value.contentType());
        var text = text(value);
        var json = text.flatMap(known -> json(value, known));
        if (json.isPresent()) {
            return object.add(VALUE, json.get()).add(ENCODING, JSON);
        }
        return text.map(known -> object.add(VALUE, known).add(ENCODING, TEXT))
                .orElseGet(() -> object.add(VALUE, Base64.getEncoder().encodeToString(value.toByteArray()))
                        .add(ENCODING, BASE64));
    }

    /**
     * Reads {@code value}, with {@code encoding} ({@code text} for a string, {@code json} for anything else, if it is
     * left out) and {@code contentType} (that of the encoding, if it is left out).
     */
    static Value read(JsonObject object) {
        var value = object.get(VALUE);
        if (value == null) {
            throw invalid("a write needs the member '" + VALUE + "'");
        }
        var encoding = object.containsKey(ENCODING)
                ? JsonMembers.string(object, ENCODING)
                : value instanceof JsonString ? TEXT : JSON;
        return switch (encoding) {
            case TEXT ->
                value(object, string(value, encoding).getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
            case JSON ->
                value(
                        object,
                        JsonMembers.wellFormed(VALUE, value.toString()).getBytes(StandardCharsets.UTF_8),
                        "application/json");
            case BASE64 -> value(object, decoded(string(value, encoding)), "application/octet-stream");
            default -> throw invalid("'" + ENCODING + "' is text, json or base64");
        };
    }

    private static Value value(JsonObject object, byte[] bytes, String contentType) {
        return Value.of(
                bytes, object.containsKey(CONTENT_TYPE) ? JsonMembers.string(object, CONTENT_TYPE) : contentType);
    }

    private static String string(JsonValue value, String encoding) {
        if (value instanceof JsonString string) {
            return JsonMembers.wellFormed(VALUE, string.getString());
        }
        throw invalid("'" + VALUE + "' is a string where '" + ENCODING + "' is " + encoding);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid("'" + VALUE + "' is not base64 (RFC 4648 §4)");
        }
    }

    /** Whether its content type says that it is text in UTF-8. */
    static boolean claimsText(Value value) {
        var type = value.contentType().toLowerCase(Locale.ROOT);
        if (!type.startsWith("text/") && !isJson(type) && !type.contains("xml") && !type.contains("yaml")) {
            return false;
        }
        return !type.contains("charset=") || type.contains("utf-8") || type.contains("us-ascii");
    }

    /** Whether its content type says that it is JSON, and it is not too large to be parsed for it. */
    static boolean claimsJson(Value value) {
        return isJson(value.contentType().toLowerCase(Locale.ROOT)) && value.size() <= JSON_BYTES_MAX;
    }

    private static Optional<String> text(Value value) {
        if (!claimsText(value)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonValue> json(Value value, String text) {
        if (!claimsJson(value)) {
            return Optional.empty();
        }
        return JsonText.parseFaithfully(text);
    }

    private static boolean isJson(String type) {
        return type.startsWith("application/json") || type.contains("+json");
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
