package io.concord.it;

import io.concord.cli.cluster.TokenGroup;
import io.concord.core.protocol.batch.BatchCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One operation of an {@link OpenApiDocument}.
 *
 * @param path the template, such as {@code /v1/kv/{key}}
 * @param method in lower case, as the document has it
 */
record OpenApiOperation(OpenApiDocument document, String path, String method, JsonNode item, JsonNode node) {
    /** @param in where it goes: {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, boolean required, List<String> examples) {}

    record Body(String contentType, String text) {
        private static final Set<String> BINARY = Set.of(BatchCodec.MEDIA_TYPE, "application/octet-stream");

        /** As it goes over the wire; what is not text stands in the document in base64. */
        byte[] bytes() {
            return BINARY.contains(contentType)
                    ? Base64.getDecoder().decode(text)
                    : text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    String httpMethod() {
        return method.toUpperCase(Locale.ROOT);
    }

    /** Whether the container serves it, and not a resource of ours. */
    boolean isOfTheContainer() {
        return node.path("tags").values().stream()
                .anyMatch(tag -> tag.asString().equals("observability"));
    }

    /** The weakest role that may; empty where nobody needs a token. */
    Optional<TokenGroup> role() {
        return node.path("security").isArray()
                ? Optional.empty()
                : Optional.of(TokenGroup.valueOf(node.path("x-concord-role")
                        .asString()
                        .replace("concord-", "")
                        .toUpperCase(Locale.ROOT)));
    }

    String id() {
        return node.path("operationId").asString();
    }

    /** Those of its path and its own; its own ones take the place of those. */
    List<Parameter> parameters() {
        var parameters = new LinkedHashMap<String, Parameter>();
        Stream.of(item, node)
                .flatMap(owner -> owner.path("parameters").values().stream())
                .map(document::resolved)
                .map(parameter -> new Parameter(
                        parameter.path("name").asString(),
                        parameter.path("in").asString(),
                        parameter.path("required").asBoolean(false),
                        examples(parameter).stream()
                                .map(OpenApiOperation::first)
                                .toList()))
                .forEach(parameter -> parameters.put(parameter.in() + " " + parameter.name(), parameter));
        return List.copyOf(parameters.values());
    }

    /** The names of parameters of which a request needs one. */
    List<String> oneOf() {
        return node.path("x-concord-one-of").values().stream()
                .map(JsonNode::asString)
                .toList();
    }

    /** The content types that its success has besides whatever an entry has. */
    List<String> acceptable() {
        return answer(200)
                .map(described -> described.path("content").propertyNames().stream()
                        .filter(type -> !type.contains("*"))
                        .toList())
                .orElse(List.of());
    }

    /** Whether its answer goes on and on. */
    boolean isStream() {
        return acceptable().contains("text/event-stream");
    }

    /** The examples of its body, if it takes one. */
    List<Body> bodies() {
        return document.resolved(node.path("requestBody"))
                .path("content")
                .propertyStream()
                .flatMap(type ->
                        examples(type.getValue()).stream().map(example -> new Body(type.getKey(), text(example))))
                .toList();
    }

    boolean takesBody() {
        return node.has("requestBody");
    }

    /** The answer that the document has for a status. */
    Optional<JsonNode> answer(int status) {
        return Optional.ofNullable(node.path("responses").get(Integer.toString(status)))
                .map(document::resolved);
    }

    /** Whether it is served over HTTPS only. */
    boolean isHttpsOnly() {
        return item.at("/servers/0/url").asString("").startsWith("https:");
    }

    private List<JsonNode> examples(JsonNode owner) {
        var examples = new ArrayList<JsonNode>();
        if (owner.has("example")) {
            examples.add(owner.get("example"));
        }
        owner.path("examples")
                .propertyStream()
                .map(example -> document.resolved(example.getValue()).path("value"))
                .forEach(examples::add);
        return examples;
    }

    /** Of a list its first element: a parameter may be given once for each. */
    private static String first(JsonNode example) {
        return example.isArray() ? example.get(0).asString() : example.asString();
    }

    private static String text(JsonNode example) {
        return example.isString() ? example.asString() : example.toString();
    }

    @Override
    public String toString() {
        return httpMethod() + " " + path;
    }
}
