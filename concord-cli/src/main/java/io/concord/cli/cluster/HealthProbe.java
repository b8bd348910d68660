package io.concord.cli.cluster;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.concord.cli.cluster.NodeHealth.Phase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Asks nodes whether they are ready (MicroProfile Health, {@code GET /health/ready}). Thread-safe. */
public final class HealthProbe {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final int REASON_CHARACTERS_MAX = 200;

    // No proxy: the user's may not know what our loopback is. HTTP/1.1 is all that the server speaks.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /** Asks once; takes at most two seconds. */
    public NodeHealth check(NodeLayout node) {
        var request = HttpRequest.newBuilder(node.endpoint().resolve("/health/ready"))
                .timeout(ANSWER_TIMEOUT)
                .build();
        try {
            return read(client.send(request, BodyHandlers.ofString()));
        } catch (IOException noAnswer) {
            return new NodeHealth(Phase.STARTING, "no answer from " + node.endpoint() + " yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while asking node " + node.id() + " whether it is ready", e);
        }
    }

    static NodeHealth read(int status, String body) {
        return status == 200 ? new NodeHealth(Phase.READY, "") : new NodeHealth(Phase.WAITING, reason(status, body));
    }

    private static NodeHealth read(HttpResponse<String> response) {
        return read(response.statusCode(), response.body());
    }

    /** The first check that is down, with whatever data it gives. */
    private static String reason(int status, String body) {
        try {
            Map<String, Object> health = JSONObjectUtils.parse(body);
            Map<String, Object>[] checks = JSONObjectUtils.getJSONObjectArray(health, "checks");
            if (checks == null || checks.length == 0) {
                return "the application has not started yet";
            }
            return shorten(List.of(checks).stream()
                    .filter(check -> "DOWN".equals(check.get("status")))
                    .map(HealthProbe::describe)
                    .findFirst()
                    .orElse("HTTP status " + status));
        } catch (ParseException notHealth) {
            return "/health/ready answers HTTP status " + status + " without a health report";
        }
    }

    private static String describe(Map<String, Object> check) {
        String name = Objects.toString(check.get("name"), "unnamed check");
        String data = check.get("data") instanceof Map<?, ?> map ? describeData(map) : "";
        return data.isEmpty() ? name : name + " (" + data + ")";
    }

    private static String describeData(Map<?, ?> data) {
        if (data.get("reason") instanceof String reason) {
            return reason;
        }
        return data.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** It stands in one line of a terminal. */
    private static String shorten(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= REASON_CHARACTERS_MAX ? line : line.substring(0, REASON_CHARACTERS_MAX) + "...";
    }
}
