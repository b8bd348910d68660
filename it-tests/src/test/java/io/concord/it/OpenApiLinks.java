package io.concord.it;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What answers have given to later requests by the links of their document. */
final class OpenApiLinks {
    private static final String OF_BODY = "$response.body#";

    private final Map<String, Map<String, String>> values = new HashMap<>();

    /** Values of parameters for an operation, by name. */
    Map<String, String> to(OpenApiOperation operation) {
        return values.getOrDefault(operation.id(), Map.of());
    }

    void follow(OpenApiOperation operation, HttpResponse<byte[]> response) {
        operation
                .answer(response.statusCode())
                .ifPresent(described -> described
                        .path("links")
                        .values()
                        .forEach(link -> link.path("parameters")
                                .propertyStream()
                                .forEach(parameter -> values.computeIfAbsent(
                                                link.path("operationId").asString(), id -> new HashMap<>())
                                        .put(parameter.getKey(), value(parameter.getValue(), response)))));
    }

    private static String value(JsonNode expression, HttpResponse<byte[]> response) {
        var text = expression.asString();
        if (!text.startsWith(OF_BODY)) {
            throw new AssertionError(text + " is not of the body");
        }
        return JsonMapper.shared()
                .readTree(response.body())
                .at(text.substring(OF_BODY.length()))
                .asString();
    }
}
