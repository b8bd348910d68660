package io.concord.it;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** An OpenAPI document as tests read it, the project's own or the one that a server serves. */
record OpenApiDocument(JsonNode root, Map<JsonNode, Schema> compiled) {
    private static final String FILE = "/META-INF/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "head", "put", "post", "delete", "patch", "options");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private OpenApiDocument(JsonNode root) {
        // By identity: to compare schemas costs more than to compile one.
        this(root, Collections.synchronizedMap(new IdentityHashMap<>()));
    }

    /** The text of the file that is part of the WAR. */
    static String text() {
        try (var file = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenApiDocument ofYaml(String text) {
        return new OpenApiDocument(new YAMLMapper().readTree(text));
    }

    static OpenApiDocument ofJson(String text) {
        return new OpenApiDocument(JsonMapper.shared().readTree(text));
    }

    List<OpenApiOperation> operations() {
        return root.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .map(method -> new OpenApiOperation(
                                this, path.getKey(), method.getKey(), path.getValue(), method.getValue())))
                .toList();
    }

    /** What a node is or refers to. */
    JsonNode resolved(JsonNode node) {
        var reference = node.get("$ref");
        if (reference == null) {
            return node;
        }
        var target = root.at(reference.asString().substring(1));
        if (target.isMissingNode()) {
            throw new AssertionError(reference + " leads nowhere");
        }
        return resolved(target);
    }

    /** What is wrong with a value by a schema of this document. */
    List<Error> violations(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(value);
    }

    private Schema compile(JsonNode schema) {
        var whole = schema.isObject()
                ? ((ObjectNode) schema).deepCopy()
                : JsonMapper.shared().createObjectNode();
        whole.set("components", root.path("components"));
        return SCHEMAS.getSchema(whole);
    }

    /** Every node of the document, itself included. */
    Stream<JsonNode> nodes() {
        var nodes = new ArrayList<JsonNode>();
        collect(root, nodes);
        return nodes.stream();
    }

    private static void collect(JsonNode node, List<JsonNode> into) {
        into.add(node);
        node.values().forEach(child -> collect(child, into));
    }
}
