package io.concord.cli.remote;

import io.concord.core.protocol.Headers;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the cluster is asked. A write has a request id from the beginning, so that it may be sent again.
 *
 * @param path as in {@link io.concord.core.protocol.Routes}, encoded
 * @param query names and values, as they are
 * @param body to be sent as often as there are attempts; empty for none
 */
public record RemoteRequest(
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        Map<String, String> headers,
        Optional<BodyPublisher> body) {
    private static final String JSON = "application/json";

    public static RemoteRequest get(String path) {
        return new RemoteRequest("GET", path, List.of(), Map.of(), Optional.empty());
    }

    public static RemoteRequest delete(String path) {
        return new RemoteRequest("DELETE", path, List.of(), writing(), Optional.empty());
    }

    public static RemoteRequest post(String path) {
        return new RemoteRequest("POST", path, List.of(), writing(), Optional.empty());
    }

    public static RemoteRequest put(String path) {
        return new RemoteRequest("PUT", path, List.of(), writing(), Optional.empty());
    }

    private static Map<String, String> writing() {
        return Map.of(Headers.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
    }

    public RemoteRequest with(String name, String value) {
        var more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new RemoteRequest(method, path, more, headers, body);
    }

    public RemoteRequest header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RemoteRequest(method, path, query, more, body);
    }

    public RemoteRequest json(String text) {
        return content(JSON, BodyPublishers.ofString(text));
    }

    public RemoteRequest content(String type, BodyPublisher bytes) {
        var typed = header("Content-Type", type);
        return new RemoteRequest(method, path, query, typed.headers, Optional.of(bytes));
    }

    /** A segment of a path, encoded. */
    public static String segment(String text) {
        return encoded(text);
    }

    /** Path and query as they are sent. */
    String target() {
        var target = new StringBuilder(path);
        char separator = '?';
        for (var parameter : query) {
            target.append(separator)
                    .append(encoded(parameter.getKey()))
                    .append('=')
                    .append(encoded(parameter.getValue()));
            separator = '&';
        }
        return target.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
