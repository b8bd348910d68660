package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** Judges the answers of a server by what the document says of an operation. */
final class OpenApiAnswers {
    /** Of HTTP itself, and those of the server that keep browsers from mischief: on any answer. */
    private static final Set<String> GENERAL_HEADERS = Set.of(
            "cache-control",
            "connection",
            "content-language",
            "content-length",
            "content-security-policy",
            "content-type",
            "cross-origin-resource-policy",
            "date",
            "referrer-policy",
            "transfer-encoding",
            "x-content-type-options");

    private final OpenApiOperation operation;

    OpenApiAnswers(OpenApiOperation operation) {
        this.operation = operation;
    }

    /** Fails unless status, headers, content type and JSON body are as described; the container may add headers. */
    void check(OpenApiRequest request, HttpResponse<byte[]> response) {
        var text = request + " -> " + response.statusCode() + " "
                + response.headers().map() + " " + Client.text(response);
        assertThat(response.statusCode()).as(text).isNotEqualTo(500);
        var described = operation.answer(response.statusCode());
        assertThat(described).as("%s: a status that is not described", text).isPresent();
        checkHeaders(described.orElseThrow(), response, text);
        checkBody(described.orElseThrow(), response, text);
    }

    private void checkHeaders(JsonNode described, HttpResponse<byte[]> response, String text) {
        var names = described.path("headers").propertyNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertThat(
                        operation.isOfTheContainer()
                                ? Set.<String>of()
                                : response.headers().map().keySet())
                .as("%s: headers that are not described", text)
                .allMatch(name -> names.contains(name.toLowerCase(Locale.ROOT))
                        || GENERAL_HEADERS.contains(name.toLowerCase(Locale.ROOT)));
        described.path("headers").propertyStream().forEach(header -> {
            var description = operation.document().resolved(header.getValue());
            var values = response.headers().allValues(header.getKey());
            assertThat(values)
                    .as("%s: header %s", text, header.getKey())
                    .hasSizeBetween(description.path("required").asBoolean(false) ? 1 : 0, 1)
                    .allSatisfy(value -> assertThat(operation
                                    .document()
                                    .violations(description.path("schema"), typed(description, value)))
                            .isEmpty());
        });
    }

    private void checkBody(JsonNode described, HttpResponse<byte[]> response, String text) {
        var contentType = Client.header(response, "Content-Type");
        if (contentType.isEmpty()) {
            assertThat(response.body()).as(text).isEmpty();
            return;
        }
        var bare = contentType.split(";", 2)[0].strip();
        var content = described.path("content");
        assertThat(content.propertyNames())
                .as("%s: a content type that is not described", text)
                .containsAnyOf(bare, "*/*");
        if (content.path(bare).has("schema")) {
            assertThat(values(bare, response))
                    .allSatisfy(value -> assertThat(operation
                                    .document()
                                    .violations(content.path(bare).path("schema"), value))
                            .as(text)
                            .isEmpty());
        }
    }

    /** What the schema of a content type is about: each line, the data of each event, or the whole. */
    private static List<JsonNode> values(String contentType, HttpResponse<byte[]> response) {
        var body = Client.text(response);
        if (body.isEmpty()) {
            return List.of();
        }
        return switch (contentType) {
            case "application/x-ndjson" -> parsed(body.lines());
            case "text/event-stream" ->
                parsed(body.lines().filter(line -> line.startsWith("data:")).map(line -> line.substring(5)));
            default -> contentType.endsWith("json") ? parsed(Stream.of(body)) : List.of(StringNode.valueOf(body));
        };
    }

    private static List<JsonNode> parsed(Stream<String> texts) {
        return texts.map(JsonMapper.shared()::readTree).toList();
    }

    private static JsonNode typed(JsonNode description, String value) {
        return switch (description.at("/schema/type").asString()) {
            case "integer" -> LongNode.valueOf(Long.parseLong(value));
            case "boolean" -> BooleanNode.valueOf(Boolean.parseBoolean(value));
            default -> StringNode.valueOf(value);
        };
    }
}
