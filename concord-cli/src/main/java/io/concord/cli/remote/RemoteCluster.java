package io.concord.cli.remote;

import io.concord.cli.console.ExitCodes;
import io.concord.core.protocol.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * A cluster that is asked over HTTP. What one endpoint cannot do is asked of the next one, again and again until the time is
 * over: whatever has certainly not happened, and reads and writes with a request id also where that is not certain.
 */
public final class RemoteCluster {
    private static final int REFUSAL = 300;
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration ROUND_PAUSE = Duration.ofMillis(250);

    private final Access access;
    private final HttpClient http;

    public RemoteCluster(Access access) {
        this.access = access;
        var builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
        access.authorities().map(Authorities::trusting).ifPresent(builder::sslContext);
        http = builder.build();
    }

    public Access access() {
        return access;
    }

    /**
     * Asks for an answer as a whole.
     *
     * @throws RemoteFailure if there is none, or it is a refusal
     */
    public RemoteAnswer send(RemoteRequest request) {
        return attempt(request, access.endpoints());
    }

    /** As {@link #send}, of one endpoint alone. */
    public RemoteAnswer sendTo(URI endpoint, RemoteRequest request) {
        return attempt(request, List.of(endpoint));
    }

    /**
     * As {@link #sendTo}, but never again where it comes to nothing: whoever looks how an endpoint is wants to know just that.
     *
     * @throws RemoteFailure if there is no answer, or it is a refusal; it says why, and not who
     */
    public RemoteAnswer sendOnce(URI endpoint, RemoteRequest request) {
        try {
            var end = Instant.now().plus(access.timeout());
            var response = http.send(httpRequest(endpoint, request, end, true), BodyHandlers.ofString());
            if (response.statusCode() >= REFUSAL) {
                throw Problems.failure(endpoint, response.statusCode(), response.body());
            }
            return answer(response);
        } catch (IOException e) {
            throw new RemoteFailure(ExitCodes.UNAVAILABLE, reason(e));
        } catch (InterruptedException e) {
            throw interrupted(endpoint);
        }
    }

    /**
     * Asks for an answer that comes by and by; whoever gets it closes it.
     *
     * @throws RemoteFailure if there is none, or it is a refusal
     */
    public HttpResponse<InputStream> open(RemoteRequest request) {
        return exchange(request, access.endpoints(), BodyHandlers.ofInputStream(), RemoteCluster::rest, false);
    }

    private RemoteAnswer attempt(RemoteRequest request, List<URI> endpoints) {
        var response = exchange(request, endpoints, BodyHandlers.ofString(), body -> body, true);
        return answer(response);
    }

    private static RemoteAnswer answer(HttpResponse<String> response) {
        return new RemoteAnswer(originOf(response.uri()), response.statusCode(), response.headers(), response.body());
    }

    private <T> HttpResponse<T> exchange(
            RemoteRequest request,
            List<URI> endpoints,
            HttpResponse.BodyHandler<T> handler,
            BodyReader<T> reader,
            boolean isWhole) {
        var end = Instant.now().plus(access.timeout());
        var tried = new ArrayList<String>();
        boolean mayHaveHappened = false;
        while (true) {
            tried.clear();
            for (var endpoint : endpoints) {
                try {
                    var response = http.send(httpRequest(endpoint, request, end, isWhole), handler);
                    if (response.statusCode() < REFUSAL) {
                        return response;
                    }
                    var body = reader.read(response.body());
                    if (!Problems.isUnavailable(body)) {
                        throw Problems.failure(endpoint, response.statusCode(), body);
                    }
                    tried.add(endpoint + ": "
                            + Problems.failure(endpoint, response.statusCode(), body)
                                    .getMessage());
                } catch (IOException e) {
                    boolean sent = !(e instanceof ConnectException || e instanceof HttpConnectTimeoutException);
                    mayHaveHappened |= sent && isWrite(request);
                    tried.add(endpoint + ": " + reason(e));
                } catch (InterruptedException e) {
                    throw interrupted(endpoint);
                }
            }
            if (Instant.now().plus(ROUND_PAUSE).isAfter(end)) {
                throw noAnswer(request, tried, mayHaveHappened);
            }
            pause(mayHaveHappened);
        }
    }

    private HttpRequest httpRequest(URI endpoint, RemoteRequest request, Instant end, boolean isWhole) {
        var builder = HttpRequest.newBuilder(endpoint.resolve(request.target()))
                .method(request.method(), request.body().orElseGet(BodyPublishers::noBody));
        if (isWhole) {
            var left = Duration.between(Instant.now(), end);
            builder.timeout(left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left);
        }
        access.token().ifPresent(token -> builder.setHeader("Authorization", "Bearer " + token));
        request.headers().forEach(builder::setHeader);
        return builder.build();
    }

    private static boolean isWrite(RemoteRequest request) {
        return request.headers().containsKey(Headers.IDEMPOTENCY_KEY);
    }

    private RemoteFailure noAnswer(RemoteRequest request, List<String> tried, boolean mayHaveHappened) {
        var reasons = String.join("; ", tried);
        if (mayHaveHappened) {
            return new RemoteFailure(
                    ExitCodes.INDETERMINATE,
                    "no answer within " + access.timeout().toSeconds()
                            + " s, so it may have happened; it had the request id "
                            + request.headers().get(Headers.IDEMPOTENCY_KEY) + ". Tried " + reasons);
        }
        return new RemoteFailure(
                ExitCodes.UNAVAILABLE,
                "no endpoint could do it within " + access.timeout().toSeconds()
                        + " s, and nothing has happened. Tried " + reasons);
    }

    private static void pause(boolean mayHaveHappened) {
        try {
            Pause.of(ROUND_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw mayHaveHappened
                    ? new RemoteFailure(ExitCodes.INDETERMINATE, "interrupted; it may have happened")
                    : new RemoteFailure(ExitCodes.UNAVAILABLE, "interrupted; nothing has happened");
        }
    }

    private static RemoteFailure interrupted(URI endpoint) {
        Thread.currentThread().interrupt();
        return new RemoteFailure(ExitCodes.INDETERMINATE, "interrupted while it waited for " + endpoint);
    }

    private static String reason(IOException failure) {
        if (hasCause(failure, UnresolvedAddressException.class)) {
            return "its name is not known here";
        }
        if (failure instanceof ConnectException) {
            return "nothing listens there";
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection: the machine is down, or something between drops packets";
        }
        if (failure instanceof HttpTimeoutException) {
            return "it takes connections and does not answer";
        }
        if (failure instanceof SSLException) {
            return "TLS failed (" + failure.getMessage() + "); --ca-file names the certificates to trust";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(type::isInstance);
    }

    private static URI originOf(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    private static String rest(InputStream body) throws IOException {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Reads a body of a refusal. */
    @FunctionalInterface
    private interface BodyReader<T> {
        String read(T body) throws IOException;
    }
}
