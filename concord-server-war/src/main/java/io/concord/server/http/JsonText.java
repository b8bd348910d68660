package io.concord.server.http;

import io.concord.core.format.Utf8;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Text that may be JSON. */
final class JsonText {
    private JsonText() {}

    /** The value; empty for what is not JSON (RFC 8259), nested too deep, or has too long a number. */
    static Optional<JsonValue> parse(String text) {
        // Not by a reader: that one takes no notice of what comes after the value.
        try (var parser = Json.createParser(new StringReader(text))) {
            parser.next();
            var value = parser.getValue();
            return parser.hasNext() ? Optional.empty() : Optional.of(value);
        } catch (RuntimeException e) {
            // Justification: beyond its limits the parser throws plain RuntimeException and others of its own choice.
            return Optional.empty();
        }
    }

    /** The value, if no object in it has a name twice: which of the two counts would be up to the reader. */
    static Optional<JsonValue> parseUniquely(String text) {
        return parse(text).filter(value -> hasUniqueNames(text));
    }

    /** @param json which has been parsed before */
    private static boolean hasUniqueNames(String json) {
        var open = new ArrayDeque<Set<String>>();
        try (var parser = Json.createParser(new StringReader(json))) {
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case START_OBJECT -> open.push(new HashSet<>());
                    case END_OBJECT -> open.pop();
                    case KEY_NAME -> {
                        if (!open.element().add(parser.getString())) {
                            return false;
                        }
                    }
                    default -> {
                        // Values have no names.
                    }
                }
            }
            return true;
        }
    }

    /** The value, if it comes out as JSON with nothing lost: what has a lone surrogate does not. */
    static Optional<JsonValue> parseFaithfully(String text) {
        return parse(text).filter(value -> Utf8.firstLoneSurrogate(value.toString()) < 0);
    }
}
