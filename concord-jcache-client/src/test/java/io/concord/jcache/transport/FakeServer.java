package io.concord.jcache.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.jcache.settings.ClusterAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A node over HTTP in front of a store, which does as the test has planned and otherwise serves. */
final class FakeServer implements AutoCloseable {
    private static final long STALL_SECONDS_MAX = 30;

    /** What is done with a request instead of serving it. */
    interface Plan {
        void answer(FakeServer server, HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** The batch is carried out, and the connection closed without an answer. */
    static final Plan LOSE_ANSWER = (server, exchange) -> {
        server.carryOut(exchange);
        exchange.close();
    };

    /** The connection is closed. */
    static final Plan CLOSE = (server, exchange) -> exchange.close();

    /** Nothing is answered until the server ends. */
    static final Plan STALL = (server, exchange) -> server.ends.await(STALL_SECONDS_MAX, TimeUnit.SECONDS);

    /** What no Concord says. */
    static final Plan GARBAGE = (server, exchange) ->
            respond(exchange, 200, BatchCodec.MEDIA_TYPE, "nonsense".getBytes(StandardCharsets.UTF_8));

    /** An answer that says its length, or not, and has no end, as far as anybody reads; counts what was sent. */
    static Plan endless(boolean announced, AtomicLong sent) {
        return (server, exchange) -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", BatchCodec.MEDIA_TYPE);
            exchange.sendResponseHeaders(200, announced ? 1L << 40 : 0);
            var chunk = new byte[65_536];
            while (server.ends.getCount() > 0) {
                exchange.getResponseBody().write(chunk);
                sent.addAndGet(chunk.length);
            }
        };
    }

    /** A problem whose detail is so long. */
    static Plan wordyProblem(int status, String code, int length) {
        return (server, exchange) -> respond(
                exchange,
                status,
                "application/problem+json",
                ("{\"detail\":\"" + "x".repeat(length) + "\",\"code\":\"" + code + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    static Plan problem(int status, String code) {
        return (server, exchange) -> respond(
                exchange,
                status,
                "application/problem+json",
                ("{\"title\":\"as planned\",\"code\":\"" + code + "\",\"detail\":\"as planned\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private final FakeStore store;
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch ends = new CountDownLatch(1);
    private final Deque<Plan> plans = new ConcurrentLinkedDeque<>();
    private final List<String> authorizations = new ArrayList<>();

    private FakeServer(FakeStore store, HttpServer server, String scheme) {
        this.store = store;
        this.server = server;
        this.scheme = scheme;
        server.createContext("/v1/batch", this::answer);
        server.setExecutor(executor);
        server.start();
    }

    static FakeServer start(FakeStore store) throws IOException {
        return new FakeServer(store, HttpServer.create(anyPort(), 0), "http");
    }

    /** Where another was before. */
    static FakeServer start(FakeStore store, int port) throws IOException {
        return new FakeServer(
                store, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0), "http");
    }

    static FakeServer startTls(FakeStore store, SSLContext tls) throws IOException {
        var server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FakeServer(store, server, "https");
    }

    /** It demands a certificate of its clients. */
    static FakeServer startMutualTls(FakeStore store, SSLContext tls) throws IOException {
        var server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                var demanding = tls.getDefaultSSLParameters();
                demanding.setNeedClientAuth(true);
                parameters.setSSLParameters(demanding);
            }
        });
        return new FakeServer(store, server, "https");
    }

    /** The address of several servers as one cluster. */
    static ClusterAddress address(FakeServer... servers) {
        return new ClusterAddress(List.of(servers).stream().map(FakeServer::uri).toList());
    }

    URI uri() {
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The next requests are answered so, in this order. */
    void plan(Plan... next) {
        plans.addAll(List.of(next));
    }

    /** The credentials of the requests, in order; {@code null} is written as such. */
    synchronized List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    @Override
    public void close() {
        ends.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        synchronized (this) {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        }
        @Nullable Plan plan = plans.poll();
        try {
            if (plan == null) {
                respond(exchange, 200, BatchCodec.MEDIA_TYPE, carryOut(exchange));
            } else {
                plan.answer(this, exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private byte[] carryOut(HttpExchange exchange) throws IOException {
        return BatchCodec.encode(store.carryOut(
                BatchCodec.decodeRequest(exchange.getRequestBody().readAllBytes())));
    }

    private static void respond(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
