package io.concord.cli.console;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON objects, one a line, as they come. */
public final class JsonLines implements AutoCloseable {
    public static final String CONTENT_TYPE = "application/x-ndjson";

    private final BufferedReader reader;

    public JsonLines(InputStream in) {
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next line, or nothing at the end. */
    public Optional<String> next() throws IOException {
        return Optional.ofNullable(reader.readLine());
    }

    /**
     * The object that a line is.
     *
     * @throws IOException if it is none, such as the half of one that was cut off
     */
    public static JsonObject object(String line) throws IOException {
        try (var json = Json.createReader(new StringReader(line))) {
            return json.readObject();
        } catch (JsonException e) {
            throw new IOException("a line is no JSON object", e);
        }
    }

    /** A value as people read it: a text without quotes, nothing where there is nothing. */
    public static String text(@Nullable JsonValue value) {
        if (value == null || value == JsonValue.NULL) {
            return "";
        }
        return value instanceof JsonString text ? text.getString() : value.toString();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
