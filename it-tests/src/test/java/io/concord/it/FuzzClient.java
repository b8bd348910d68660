package io.concord.it;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Nonsense from a client that frames it rightly, asks for HTTP/2 and reuses its connections. */
final class FuzzClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "X-" + "Y".repeat(200));

    /** Above it the server closes the connection, which this client does not tell from a defect. */
    private static final int HEADER_MAX = 4_000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI endpoint;
    private final FuzzTokens tokens;

    FuzzClient(URI endpoint, FuzzTokens tokens) {
        this.endpoint = endpoint;
        this.tokens = tokens;
    }

    FuzzAnswer ask(FuzzText text) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(endpoint + target(text)))
                .timeout(PATIENCE)
                .header("Authorization", text.oneIn(3) ? "Bearer " + text.word() : tokens.good())
                .header(
                        text.one(List.of("If-Match", "If-None-Match", "Idempotency-Key", "Content-Encoding", "Accept")),
                        header(text))
                .method(text.one(METHODS), BodyPublishers.ofString(text.raw(), StandardCharsets.ISO_8859_1))
                .build();
        try {
            return answer(http.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String target(FuzzText text) {
        return text.one(List.of("/v1/kv/", "/v1/cluster/", "/v1/cluster/members/"))
                + encoded(text.raw())
                + "?"
                + text.one(List.of("key", "timeout", "consistency", encoded(text.raw())))
                + "="
                + encoded(text.oneIn(2) ? text.number() : text.raw());
    }

    private static String header(FuzzText text) {
        var header = text.visible();
        return header.substring(0, Math.min(header.length(), HEADER_MAX));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static FuzzAnswer answer(HttpResponse<String> response) {
        var headers = response.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value + "\r\n"))
                .collect(Collectors.joining());
        return new FuzzAnswer("HTTP/1.1 " + response.statusCode() + " \r\n" + headers, response.body());
    }
}
