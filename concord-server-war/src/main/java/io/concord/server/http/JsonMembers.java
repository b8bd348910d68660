package io.concord.server.http;

import io.concord.core.format.Utf8;
import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Members of JSON objects, strictly: of the type they should have, and none that is not known. */
final class JsonMembers {
    private JsonMembers() {}

    /** @param where for messages, such as {@code step 3 of 'then'} */
    static void requireKnown(JsonObject object, String where, Set<String> known) {
        for (var name : object.keySet()) {
            if (!known.contains(name)) {
                throw invalid("member '" + Escaped.text(name) + "' of " + where + " is not known; known: "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    static JsonObject object(JsonValue value, String where) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw invalid(where + " is a JSON object");
    }

    /** An array of objects; empty where the member is absent. */
    static List<JsonObject> objects(JsonObject object, String name) {
        var value = object.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            throw invalid("'" + name + "' is an array");
        }
        return array.stream()
                .map(element -> object(element, "each element of '" + name + "'"))
                .toList();
    }

    /** An array of strings; empty where the member is absent. */
    static List<String> strings(JsonObject object, String name) {
        var value = object.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array) || !array.stream().allMatch(JsonString.class::isInstance)) {
            throw invalid("'" + name + "' is an array of strings");
        }
        return array.getValuesAs(JsonString.class).stream()
                .map(element -> wellFormed(name, element.getString()))
                .toList();
    }

    static String string(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString string) {
            return wellFormed(name, string.getString());
        }
        throw invalid("'" + name + "' is a string" + (object.containsKey(name) ? "" : ", and it is needed"));
    }

    static String wellFormed(String name, String text) {
        if (Utf8.firstLoneSurrogate(text) >= 0) {
            throw invalid("'" + name + "' has a lone surrogate; well-formed text is required");
        }
        return text;
    }

    static boolean bool(JsonObject object, String name, boolean otherwise) {
        var value = object.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw invalid("'" + name + "' is true or false");
    }

    static long number(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number) {
            try {
                return number.longValueExact();
            } catch (ArithmeticException e) {
                // Refused below, like what is no number at all.
            }
        }
        throw invalid(
                "'" + name + "' is a whole number of 64 bits" + (object.containsKey(name) ? "" : ", and it is needed"));
    }

    static long number(JsonObject object, String name, long otherwise) {
        return object.containsKey(name) ? number(object, name) : otherwise;
    }

    static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
