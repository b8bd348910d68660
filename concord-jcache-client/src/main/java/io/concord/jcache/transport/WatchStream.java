package io.concord.jcache.transport;

import io.concord.core.format.FormatException;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameReader;
import io.concord.core.protocol.watch.WatchFrameWriter;
import io.concord.jcache.api.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subscription: one stream after the other, each from where the last one broke, on whichever endpoint serves. It has a thread
 * of its own, which reads as fast as the observer hears: what waits in between is bounded by the windows of HTTP and TCP.
 */
final class WatchStream implements StoreConnection.Subscription, Runnable {
    private static final System.Logger LOG = System.getLogger(WatchStream.class.getName());
    private static final int OK = 200;
    private static final int PROBLEM_BYTES_MAX = 65_536;
    private static final long OPENING_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    /** A server sends a mark after 5 s of silence (concord.watch.progress-millis); so long a silence is a broken connection. */
    private static final long SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private static final long PAUSE_NANOS_FIRST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PAUSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private final Namespace namespace;
    private final WatchObserver observer;
    private final List<URI> endpoints;
    private final TokenSource tokens;
    private final HttpExchange exchange;
    private final Surroundings surroundings;
    private final WatchPosition position;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> opening;
    private volatile long heardNanos;
    private int endpoint;
    private int failures;

    WatchStream(
            Namespace namespace,
            WatchObserver observer,
            List<URI> endpoints,
            TokenSource tokens,
            HttpExchange exchange,
            Surroundings surroundings) {
        this.namespace = namespace;
        this.observer = observer;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.exchange = exchange;
        this.surroundings = surroundings;
        this.position = new WatchPosition(observer);
        this.backoff = new Backoff(PAUSE_NANOS_FIRST, PAUSE_NANOS_MAX, surroundings.random());
        // Watches are spread over the nodes; they cost each of them the same.
        this.endpoint = (int) (surroundings.random().getAsDouble() * endpoints.size()) % endpoints.size();
    }

    /** Follows until it is closed; never throws. */
    @Override
    public void run() {
        while (!isClosed()) {
            try {
                follow(endpoints.get(endpoint));
            } catch (IOException | FormatException e) {
                failed(Reasons.of(e));
            } catch (RefusedException e) {
                refused(e);
                return;
            }
            pause();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var request = opening;
        if (request != null) {
            request.cancel(true);
            request.thenAccept(WatchStream::closeBody);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void follow(URI uri) throws IOException {
        var token = await(tokens.current());
        var http = exchange.client();
        if (http == null) {
            throw new IOException("the connection is closed");
        }
        var request = HttpExchange.request(uri, path(), token)
                .header("Accept", WatchFrameWriter.MEDIA_TYPE)
                .GET()
                .build();
        var sent = http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        opening = sent;
        if (isClosed()) {
            close();
        }
        var timeout = surroundings
                .timer()
                .after(OPENING_NANOS_MAX, () -> surroundings.callbacks().execute(() -> sent.cancel(true)));
        HttpResponse<InputStream> response;
        try {
            response = await(sent);
        } finally {
            timeout.run();
        }
        try (var body = response.body()) {
            if (response.statusCode() == OK) {
                read(response, body);
            } else {
                problem(response.statusCode(), token, body.readNBytes(PROBLEM_BYTES_MAX));
            }
        }
    }

    private void read(HttpResponse<InputStream> response, InputStream body) throws IOException {
        var type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.equals(WatchFrameWriter.MEDIA_TYPE)) {
            throw new IOException("the answer is not a watch in frames but '" + type + "'");
        }
        heardNanos = surroundings.nanoTime().getAsLong();
        var silence = new Silence(body);
        silence.listen();
        try {
            var reader = new WatchFrameReader(body);
            var frame = reader.next();
            while (frame.isPresent() && !isClosed()) {
                heardNanos = surroundings.nanoTime().getAsLong();
                failures = 0;
                tell(frame.get());
                frame = reader.next();
            }
        } finally {
            silence.over = true;
        }
        if (!isClosed()) {
            nextEndpoint();
        }
    }

    /** What the observer throws is its own affair, and does not end the watch. */
    // Justification: it is code of others.
    @SuppressWarnings("IllegalCatch")
    private void tell(WatchFrame frame) {
        try {
            frame.accept(position);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "an observer of namespace '" + namespace + "' failed", e);
        }
    }

    private void problem(int status, Optional<String> token, byte[] body) throws IOException {
        var detail = Problems.detail(body);
        var code = Problems.code(body);
        if (code.equals(Optional.of(ErrorCode.COMPACTED))) {
            position.lose();
        } else if (code.equals(Optional.of(ErrorCode.UNAUTHORIZED))
                || code.equals(Optional.of(ErrorCode.TOKEN_REVOKED))) {
            if (!tokens.renew(token) || failures > 0) {
                throw new IOException("unauthorized: " + detail);
            }
            failures++;
        } else if (code.isPresent() && code.get().effect() == ErrorCode.Effect.REFUSED) {
            throw new RefusedException(
                    code.get().code(),
                    "the watch of '" + namespace + "' was refused: "
                            + code.get().code() + ": " + detail);
        } else {
            throw new IOException(code.map(ErrorCode::code).orElse("status " + status) + ": " + detail);
        }
    }

    private void failed(String reason) {
        failures++;
        if (!isClosed()) {
            LOG.log(
                    failures == 1 ? Level.DEBUG : Level.WARNING,
                    () -> "the watch of '" + namespace + "' at " + endpoints.get(endpoint) + " goes on elsewhere: "
                            + reason);
            nextEndpoint();
        }
    }

    private void refused(RefusedException failure) {
        if (!isClosed()) {
            LOG.log(Level.WARNING, failure.getMessage());
            observer.failed(failure);
        }
    }

    private void nextEndpoint() {
        endpoint = (endpoint + 1) % endpoints.size();
    }

    private void pause() {
        try {
            if (failures > 0 && closed.await(backoff.nanos(failures), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.DEBUG, () -> "the watch of '" + namespace + "' is closed");
            }
        } catch (InterruptedException e) {
            closed.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private String path() {
        var from = position.next() == WatchPosition.NEWEST
                ? ""
                : "&" + QueryParameters.FROM_REVISION + "=" + position.next();
        return Routes.WATCH + "?" + QueryParameters.NAMESPACE + "="
                + URLEncoder.encode(namespace.name(), StandardCharsets.UTF_8).replace("+", "%20") + "&"
                + QueryParameters.PREVIOUS + "=true" + from;
    }

    private static <T> T await(CompletableFuture<T> stage) throws IOException {
        try {
            return stage.join();
        } catch (CompletionException | CancellationException e) {
            throw new IOException(Reasons.of(e), e);
        }
    }

    private static void closeBody(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the stream had ended already", e);
        }
    }

    /** Closes a stream that has been silent for too long, so that whoever reads it goes on elsewhere. */
    private final class Silence {
        private final InputStream body;
        private volatile boolean over;

        Silence(InputStream body) {
            this.body = body;
        }

        void listen() {
            surroundings
                    .timer()
                    .after(SILENCE_NANOS_MAX, () -> surroundings.callbacks().execute(this::check));
        }

        private void check() {
            if (over || isClosed()) {
                return;
            }
            if (surroundings.nanoTime().getAsLong() - heardNanos >= SILENCE_NANOS_MAX) {
                try {
                    body.close();
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "the stream had ended already", e);
                }
            } else {
                listen();
            }
        }
    }
}
