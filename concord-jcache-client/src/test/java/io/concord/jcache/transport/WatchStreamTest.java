package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameWriter;
import io.concord.jcache.settings.ClientSettings;
import io.concord.jcache.settings.ClusterAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A subscription over real HTTP, whose streams break. */
class WatchStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Namespace USERS = new Namespace("users/of + all");

    private final RecordedObserver observer = new RecordedObserver();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Stream> streams = new ConcurrentLinkedDeque<>();
    private final CountDownLatch ends = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private HttpServer server = newServer();
    private HttpStoreConnection connection = connect(server);

    /** What one request is answered with. */
    private interface Stream {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() {
        server.createContext("/v1/watch", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    @AfterEach
    void stop() {
        connection.close();
        ends.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void a_stream_that_breaks_is_resumed_without_loss_or_repeat() {
        streams.add(broken(new WatchFrame.Progress(4), begun(5), deleted("a"), ended(5), begun(6), deleted("b")));
        streams.add(broken(new WatchFrame.Progress(5), begun(6), deleted("b"), deleted("c"), ended(6)));

        connection.watch(USERS, observer);

        await().atMost(PATIENCE).until(() -> asked.size() >= 3);
        assertThat(observer.told())
                .containsExactly(
                        "begun 4", "commit 5", "DELETED a", "end 5", "commit 6", "DELETED b", "DELETED c", "end 6");
        assertThat(asked)
                .startsWith(
                        "namespace=users%2Fof%20%2B%20all&previous=true",
                        "namespace=users%2Fof%20%2B%20all&previous=true&from-revision=6",
                        "namespace=users%2Fof%20%2B%20all&previous=true&from-revision=7");
    }

    @Test
    void a_compacted_revision_is_told_as_a_gap() {
        streams.add(broken(new WatchFrame.Progress(4)));
        streams.add(problem(410, "compacted"));
        streams.add(broken(new WatchFrame.Progress(70), begun(71), deleted("a"), ended(71)));

        connection.watch(USERS, observer);

        await().atMost(PATIENCE).until(() -> observer.told().contains("end 71"));
        assertThat(observer.told()).containsExactly("begun 4", "gap 70", "commit 71", "DELETED a", "end 71");
        assertThat(asked.get(2)).doesNotContain("from-revision");
    }

    @Test
    void a_server_in_trouble_is_asked_again() {
        streams.add(problem(503, "unavailable"));
        streams.add(broken());
        streams.add(exchange -> respond(exchange, 200, "text/html", "<html>"));
        streams.add(broken(new WatchFrame.Progress(4)));

        connection.watch(USERS, observer);

        await().atMost(PATIENCE).until(() -> observer.told().contains("begun 4"));
        assertThat(observer.told()).containsExactly("begun 4");
    }

    @Test
    void a_refusal_ends_the_subscription() {
        streams.add(problem(403, "forbidden"));

        connection.watch(USERS, observer);

        await().atMost(PATIENCE).until(() -> !observer.told().isEmpty());
        assertThat(observer.told()).singleElement().asString().contains("failed", "forbidden: as planned");
        assertThat(asked).hasSize(1);
    }

    @Test
    void nothing_is_told_after_the_end_and_its_thread_ends() {
        streams.add(open(new WatchFrame.Progress(4)));
        var subscription = connection.watch(USERS, observer);
        await().atMost(PATIENCE).until(() -> observer.told().contains("begun 4"));

        subscription.close();
        subscription.close();

        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("-watch-")));
        assertThat(observer.told()).containsExactly("begun 4");
        assertThat(asked).hasSize(1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().getRawQuery());
        var stream = streams.poll();
        try {
            (stream == null ? open() : stream).answer(exchange);
        } finally {
            exchange.close();
        }
    }

    private static Stream broken(WatchFrame... frames) {
        return exchange -> write(exchange, frames);
    }

    private Stream open(WatchFrame... frames) {
        return exchange -> {
            write(exchange, frames);
            try {
                assertThat(ends.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void write(HttpExchange exchange, WatchFrame... frames) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", WatchFrameWriter.MEDIA_TYPE);
        exchange.sendResponseHeaders(200, 0);
        var writer = new WatchFrameWriter(exchange.getResponseBody());
        for (var frame : frames) {
            writer.write(frame);
        }
        exchange.getResponseBody().flush();
    }

    private static Stream problem(int status, String code) {
        return exchange -> respond(
                exchange, status, "application/problem+json", "{\"code\":\"" + code + "\",\"detail\":\"as planned\"}");
    }

    private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpStoreConnection connect(HttpServer server) {
        return HttpStoreConnection.open(ClientSettings.of(new ClusterAddress(
                List.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())))));
    }

    private static WatchFrame begun(long revision) {
        return new WatchFrame.CommitBegun(
                revision, FakeStore.TIME_MILLIS, new Author("https://issuer.example", "alice"));
    }

    private static WatchFrame deleted(String key) {
        return new WatchFrame.Deleted(new Key(key), Optional.empty(), false);
    }

    private static WatchFrame ended(long revision) {
        return new WatchFrame.CommitEnded(revision);
    }
}
