package io.concord.jcache.transport;

import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.jcache.settings.TransportSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client on HTTP/1.1 (its HTTP/2 fails requests on GOAWAY and on limits of streams). It follows no redirect, so
 * that a token goes nowhere but to the endpoints.
 */
final class HttpExchange implements Exchange, AutoCloseable {
    /** After the server's time is over, its word is still awaited so long. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int OK = 200;

    private final Timer timer;
    private final Executor aside;
    private final Map<Object, Runnable> underWay = new ConcurrentHashMap<>();
    private final ClientEnd end;
    private volatile @Nullable HttpClient client;

    HttpExchange(TransportSettings settings, Optional<SSLContext> tls, ClientThreads threads) {
        this.timer = threads.timer();
        this.aside = threads.callbacks();
        this.end = new ClientEnd(threads.workers());
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(end);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public CompletableFuture<Answer> post(URI endpoint, Optional<String> token, Post post) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(post.timeoutNanos()));
        var request = request(endpoint, Routes.BATCH + "?" + QueryParameters.TIMEOUT + "=" + millis + "ms", token)
                .header("Content-Type", BatchCodec.MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(post.body()))
                .build();
        return send(request, post.timeoutNanos() + GRACE_NANOS, post.answerBytesMax())
                .handle((response, failure) -> failure == null
                        ? AnswerReader.read(response)
                        : new Answer.NotServed(Reasons.of(failure, endpoint), !Reasons.neverSent(failure)));
    }

    @Override
    public CompletableFuture<Optional<String>> status(URI endpoint, Optional<String> token, long timeoutNanos) {
        var request = request(endpoint, Routes.CLUSTER_STATUS, token).GET().build();
        return send(request, timeoutNanos, BoundedBody.PROBLEM_BYTES_MAX)
                .handle((response, failure) -> failure == null && response.statusCode() == OK
                        ? Optional.of(new String(response.body(), StandardCharsets.UTF_8))
                        : Optional.empty());
    }

    /** The client itself, for what is not a request with an answer; null after the end. */
    @Nullable HttpClient client() {
        return client;
    }

    /** A request that carries the token. */
    static HttpRequest.Builder request(URI endpoint, String pathAndQuery, Optional<String> token) {
        var request = HttpRequest.newBuilder(endpoint.resolve(pathAndQuery));
        token.ifPresent(given -> request.header("Authorization", "Bearer " + given));
        return request;
    }

    /** Ends what is under way, and closes all connections soon. */
    @Override
    public void close() {
        var ended = client;
        client = null;
        underWay.values().forEach(Runnable::run);
        if (ended != null) {
            end.of(ended);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, long timeoutNanos, long answerBytesMax) {
        var http = client;
        if (http == null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("the connection is closed"));
        }
        var sent = http.sendAsync(request, BoundedBody.handler(answerBytesMax));
        // A future of our own: time is over when it is over, whatever the JDK's client takes to give a request up.
        var answered = new CompletableFuture<HttpResponse<byte[]>>();
        var underWayKey = new Object();
        underWay.put(underWayKey, () -> giveUp(sent, answered));
        var timeout = timer.after(timeoutNanos, () -> aside.execute(() -> giveUp(sent, answered)));
        sent.whenComplete((response, failure) -> {
            if (failure == null) {
                answered.complete(response);
            } else {
                answered.completeExceptionally(failure);
            }
        });
        answered.whenComplete((response, failure) -> {
            timeout.run();
            underWay.remove(underWayKey);
        });
        return answered;
    }

    private static void giveUp(CompletableFuture<?> sent, CompletableFuture<?> answered) {
        answered.completeExceptionally(new HttpTimeoutException("no answer in time"));
        sent.cancel(true);
    }
}
