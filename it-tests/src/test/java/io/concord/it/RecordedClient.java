package io.concord.it;

import io.concord.core.history.Action;
import io.concord.core.history.History;
import io.concord.core.history.Result;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A client that does one thing after the other, with little patience, and records what it asked and was answered. */
final class RecordedClient {
    private static final String SERVER_TIMEOUT = "&timeout=1500ms";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final History history;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(500))
            .build();

    private long requests;

    RecordedClient(String name, History history, String token) {
        this.name = name;
        this.history = history;
        this.token = token;
    }

    /**
     * Does it at the first node; a write whose outcome is unknown then is retried at each of the others, under the same
     * request id.
     */
    Result call(String key, Action action, List<URI> nodes) {
        return call(key, action, nodes, "");
    }

    /**
     * Puts an entry that expires, and remembers by when it may.
     *
     * @see Mortal
     */
    Result putMortal(String key, String value, List<URI> nodes, Mortal mortal) {
        return call(key, Action.put(value), nodes, "&ttl=" + mortal.ttl().toMillis() + "ms");
    }

    /** Writes two entries or none, as {@link Swap} says, at the first node. */
    List<Result> swap(Swap swap, URI node) {
        var requestId = name + "-" + requests++;
        var calls = swap.begin(history, name, requestId);
        var request = HttpRequest.newBuilder(URI.create(node + "/v1/txn?" + SERVER_TIMEOUT.substring(1)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header(Headers.IDEMPOTENCY_KEY, requestId)
                .POST(BodyPublishers.ofString(swap.json()))
                .build();
        var results = attempt(request, swap::results, 2);
        for (var i = 0; i < calls.size(); i++) {
            if (results.get(i) instanceof Result.Unknown) {
                calls.get(i).unknown();
            } else {
                calls.get(i).returned(results.get(i));
            }
        }
        return results;
    }

    private Result call(String key, Action action, List<URI> nodes, String parameters) {
        var requestId = name + "-" + requests++;
        var call = history.begin(name, key, action, requestId);
        Result result = new Result.NotApplied();
        var mayHaveHappened = false;
        for (var node : nodes) {
            result = attempt(request(node, key, action, requestId, parameters));
            mayHaveHappened |= result instanceof Result.Unknown;
            if (!(result instanceof Result.Unknown)) {
                break;
            }
        }
        if (mayHaveHappened && result instanceof Result.NotApplied) {
            result = new Result.Unknown();
        }
        if (result instanceof Result.Unknown) {
            call.unknown();
        } else {
            call.returned(result);
        }
        return result;
    }

    private HttpRequest request(URI node, String key, Action action, String requestId, String parameters) {
        var request = HttpRequest.newBuilder(URI.create(node + Client.kv(key) + SERVER_TIMEOUT + parameters))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
        if (action instanceof Action.Get) {
            return request.GET().build();
        }
        request.header(Headers.IDEMPOTENCY_KEY, requestId);
        if (action instanceof Action.Put put) {
            return conditional(request, put.precondition())
                    .PUT(BodyPublishers.ofString(put.value()))
                    .build();
        }
        return conditional(request, ((Action.Delete) action).precondition())
                .DELETE()
                .build();
    }

    private static HttpRequest.Builder conditional(HttpRequest.Builder request, Precondition precondition) {
        if (precondition instanceof Precondition.RevisionIn in) {
            return request.header(
                    "If-Match",
                    in.revisions().stream()
                            .map(revision -> "\"" + revision + "\"")
                            .collect(Collectors.joining(", ")));
        }
        if (precondition instanceof Precondition.Absent) {
            return request.header("If-None-Match", "*");
        }
        return precondition instanceof Precondition.Present ? request.header("If-Match", "*") : request;
    }

    private Result attempt(HttpRequest request) {
        return attempt(request, response -> List.of(result(request.method(), response)), 1)
                .get(0);
    }

    /** @param count how many results there are, whatever they are */
    private List<Result> attempt(HttpRequest request, Function<HttpResponse<byte[]>, List<Result>> results, int count) {
        try {
            return results.apply(http.send(request, BodyHandlers.ofByteArray()));
        } catch (ConnectException nobodyThere) {
            return Collections.nCopies(count, new Result.NotApplied());
        } catch (IOException e) {
            return Collections.nCopies(count, new Result.Unknown());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Collections.nCopies(count, new Result.Unknown());
        }
    }

    private static Result result(String method, HttpResponse<byte[]> response) {
        if (response.statusCode() == 404
                && Client.header(response, Headers.REVISION).isEmpty()) {
            // The server runs already, and Concord in it does not yet.
            return new Result.NotApplied();
        }
        return switch (response.statusCode()) {
            case 200 -> new Result.Found(text(response), entryRevision(response), storeRevision(response));
            case 201 -> new Result.Written(storeRevision(response));
            case 204 ->
                method.equals("PUT")
                        ? new Result.Written(storeRevision(response))
                        : new Result.Deleted(
                                Client.header(response, Headers.DELETED).equals("1"), storeRevision(response));
            case 404 -> new Result.Absent(storeRevision(response));
            case 412 -> new Result.PreconditionFailed(entryRevision(response), storeRevision(response));
            default -> failure(response);
        };
    }

    /** Whether the server says that nothing happened. */
    static Result failure(HttpResponse<byte[]> response) {
        if (!Client.header(response, "Content-Type").startsWith("application/problem+json")) {
            // The server speaks, not Concord in it, which is starting or ending: nobody knows.
            return new Result.Unknown();
        }
        var code = Client.code(response);
        var effect = Arrays.stream(ErrorCode.values())
                .filter(known -> known.code().equals(code))
                .map(ErrorCode::effect)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(response + ": " + text(response)));
        return switch (effect) {
            case UNAVAILABLE -> new Result.NotApplied();
            case INDETERMINATE -> new Result.Unknown();
            case REFUSED -> throw new IllegalStateException("not expected: " + response + ": " + text(response));
        };
    }

    /** 0 where there is no entry. */
    private static long entryRevision(HttpResponse<byte[]> response) {
        var tag = Client.header(response, "ETag").replace("\"", "");
        return tag.isEmpty() ? 0 : Long.parseLong(tag);
    }

    private static long storeRevision(HttpResponse<byte[]> response) {
        return Long.parseLong(Client.header(response, Headers.REVISION));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
