package io.concord.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A watcher: reads Server-Sent Events from one node, on a thread of its own, until the stream ends.
 */
final class Watch implements AutoCloseable {
    /**
     * One event.
     *
     * @param type {@code message} where none was given
     */
    record Event(String type, long id, JsonObject data) {
        boolean isCommit() {
            return type.equals("message");
        }
    }

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean ended;

    private Watch(HttpResponse<InputStream> response) {
        this.response = response;
        this.thread = new Thread(this::read, "watch-in-test");
        thread.setDaemon(true);
    }

    /** Begins, and reads. */
    static Watch start(Client as, String target, String... headers) throws IOException {
        var watch = unread(as, target, headers);
        watch.thread.start();
        return watch;
    }

    /** Begins, and reads nothing but the head. */
    static Watch unread(Client as, String target, String... headers) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(as.endpoint() + target)).header("Accept", "text/event-stream");
        if (as.token() != null) {
            request.header("Authorization", "Bearer " + as.token());
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Watch(as.http().send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** Everything so far. */
    List<Event> events() {
        return List.copyOf(events);
    }

    List<Event> commits() {
        return events.stream().filter(Event::isCommit).toList();
    }

    /** The id of the last event, with which another watch goes on. */
    long lastId() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).id();
    }

    @Nullable Event last() {
        return events.isEmpty() ? null : events.get(events.size() - 1);
    }

    /** Whether the server has ended the stream, or broken it. */
    boolean hasEnded() {
        return ended;
    }

    /** Reads what is left of a stream that nobody has read. */
    void readOn() {
        thread.start();
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            var type = "message";
            var id = 0L;
            var data = "";
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    events.add(new Event(type, id, json(data)));
                    type = "message";
                    data = "";
                }
            }
        } catch (IOException e) {
            // How a stream ends does not matter to those who ask whether it has.
        } finally {
            ended = true;
        }
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
