package io.concord.cli.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Server-Sent Events (WHATWG HTML §9.2) as they come. One that was not sent to its end counts as not sent. */
public final class EventReader implements AutoCloseable {
    public static final String CONTENT_TYPE = "text/event-stream";

    private final BufferedReader reader;

    public EventReader(InputStream in) {
        reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /**
     * One event.
     *
     * @param type {@code message} where none is said
     * @param data its lines, joined by line feeds
     */
    public record Event(Optional<String> id, String type, String data) {}

    /** The next event, or nothing at the end. */
    public Optional<Event> next() throws IOException {
        var id = Optional.<String>empty();
        var type = "message";
        var data = new StringBuilder();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return Optional.of(new Event(id, type, data.substring(0, data.length() - 1)));
            }
            int colon = line.indexOf(':');
            var name = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (name) {
                case "id" -> id = Optional.of(value);
                case "event" -> type = value;
                case "data" -> data.append(value).append('\n');
                default -> {} // a comment, or a field that this reader has no use for
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
