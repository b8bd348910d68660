package io.concord.it;

import io.concord.cli.cluster.AnyCertificate;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Plain HTTP to one node, with one bearer token or none. */
final class Client {
    /** Longer than any server-side timeout used in tests: a node that answers later than this hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final HttpClient HTTP = builder().build();

    private final HttpClient http;
    private final URI endpoint;
    private final @Nullable String token;

    Client(URI endpoint, @Nullable String token) {
        this(HTTP, endpoint, token);
    }

    private Client(HttpClient http, URI endpoint, @Nullable String token) {
        this.http = http;
        this.endpoint = endpoint;
        this.token = token;
    }

    /** A client of a node on this machine, which has made its certificate itself: any is good enough. */
    static Client overHttps(int port, @Nullable String token) {
        return overHttps(AnyCertificate.context(), port, token);
    }

    /** A client that shows and trusts what the context says. */
    static Client overHttps(SSLContext tls, int port, @Nullable String token) {
        return new Client(builder().sslContext(tls).build(), URI.create("https://127.0.0.1:" + port), token);
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
    }

    HttpClient http() {
        return http;
    }

    URI endpoint() {
        return endpoint;
    }

    @Nullable String token() {
        return token;
    }

    HttpResponse<byte[]> put(String key, String value, String... headers) throws IOException {
        return send("PUT", kv(key), value.getBytes(StandardCharsets.UTF_8), headers);
    }

    HttpResponse<byte[]> get(String key) throws IOException {
        return send("GET", kv(key), null);
    }

    HttpResponse<byte[]> delete(String key) throws IOException {
        return send("DELETE", kv(key), null);
    }

    /** An operation that needs no body. */
    HttpResponse<byte[]> post(String target, String... headers) throws IOException {
        return send("POST", target, null, headers);
    }

    HttpResponse<byte[]> sendJson(String method, String target, String json, String... headers) throws IOException {
        var all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send(method, target, json.getBytes(StandardCharsets.UTF_8), all);
    }

    HttpResponse<byte[]> transact(String json, String... headers) throws IOException {
        return sendJson("POST", "/v1/txn", json, headers);
    }

    /** The cluster's status as this node sees it. */
    JsonObject status() throws IOException {
        return json(send("GET", "/v1/cluster/status", null));
    }

    /**
     * The whole answer; of a watch the first event or frame.
     *
     * @param target path and query as they go over the wire
     */
    HttpResponse<byte[]> send(String method, String target, byte @Nullable [] body, String... headers)
            throws IOException {
        var request = request(target)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build(), FirstEvent.orWhole());
    }

    /** A range as a stream of JSON objects, one a line. */
    LineStream lines(String target) throws IOException {
        return new LineStream(
                send(request(target).header("Accept", "application/x-ndjson").build(), BodyHandlers.ofLines()));
    }

    private HttpRequest.Builder request(String target) {
        var request = HttpRequest.newBuilder(URI.create(endpoint + target)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return http.send(request, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The target of a key in the query form, which can carry any key. */
    static String kv(String key) {
        return "/v1/kv?key=" + encoded(key);
    }

    /** The target of a key of any namespace. */
    static String kv(String namespace, String key) {
        return namespace(namespace) + "/kv?key=" + encoded(key);
    }

    static String namespace(String name) {
        return "/v1/namespaces/" + encoded(name).replace("+", "%20");
    }

    /** As a value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static JsonObject json(HttpResponse<byte[]> response) {
        return json(text(response));
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** The stable code of a problem document. */
    static String code(HttpResponse<byte[]> response) {
        return json(response).getString("code");
    }

    /** The revision of the store at which the answer is true. */
    static long revision(HttpResponse<?> response) {
        return Long.parseLong(header(response, "Concord-Revision"));
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** The value of an entry in a listing: what is of no type that is known to be text stands in JSON in base64. */
    static String storedText(JsonObject entry) {
        return new String(Base64.getDecoder().decode(entry.getString("value")), StandardCharsets.UTF_8);
    }
}
