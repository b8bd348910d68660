package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.http.BatchEndpoint;
import io.concord.server.http.WatchEndpoint;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document is valid, and says what the code does: no more and no less. */
class OpenApiTest {
    /** A method of a resource class. */
    private record ResourceMethod(String httpMethod, String pattern, Class<?> type, Method method) {
        boolean serves(OpenApiOperation operation) {
            // JAX-RS answers HEAD by what answers GET.
            var asked = operation.httpMethod().equals("HEAD") ? "GET" : operation.httpMethod();
            return httpMethod.equals(asked)
                    && operation.path().replaceAll("\\{[^}]*}", "x").matches(pattern);
        }

        @Override
        public String toString() {
            return type.getSimpleName() + "." + method.getName();
        }
    }

    private static final Set<String> STANDARD_HEADERS = Set.of(
            "Allow",
            "Cache-Control",
            "ETag",
            "Expires",
            "If-Match",
            "If-None-Match",
            "Last-Modified",
            "Retry-After",
            "WWW-Authenticate",
            "X-Content-Type-Options");

    private final OpenApiDocument document = OpenApiDocument.ofYaml(OpenApiDocument.text());

    @Test
    void it_is_valid() {
        var options = new ParseOptions();
        options.setResolve(true);

        var read = new OpenAPIV3Parser().readContents(OpenApiDocument.text(), List.of(), options);

        assertThat(read.getMessages()).isEmpty();
        assertThat(read.getOpenAPI().getInfo().getVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void every_reference_leads_somewhere_and_every_component_but_one_is_referred_to() {
        var used = document.nodes()
                .filter(node -> node.has("$ref"))
                .peek(document::resolved)
                .map(node -> node.get("$ref").asString())
                .collect(Collectors.toSet());
        var components = document.root()
                .path("components")
                .propertyStream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .flatMap(kind -> kind.getValue()
                        .propertyStream()
                        .map(component -> "#/components/" + kind.getKey() + "/" + component.getKey()));

        // No operation has it: it is the answer to those that are not there.
        assertThat(components.filter(component -> !used.contains(component)))
                .containsExactly("#/components/responses/MethodNotAllowed");
    }

    @Test
    void operations_have_distinct_ids() {
        assertThat(document.operations())
                .extracting(operation -> operation.node().path("operationId").asString())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void every_resource_method_is_an_operation_and_every_operation_a_resource_method() {
        var methods = resourceMethods();
        var operations = document.operations();

        assertThat(methods)
                .isNotEmpty()
                .allSatisfy(method ->
                        assertThat(operations).as("operations of %s", method).anyMatch(method::serves));
        assertThat(operations)
                .allSatisfy(operation -> assertThat(methods.stream().filter(method -> method.serves(operation)))
                        .as("methods of %s", operation)
                        .hasSize(operation.isOfTheContainer() || operation.isStream() || isBatch(operation) ? 0 : 1));
    }

    @Test
    void the_batch_is_what_its_servlet_serves() {
        var patterns = BatchEndpoint.class.getAnnotation(WebServlet.class).urlPatterns();

        assertThat(document.operations().stream().filter(OpenApiTest::isBatch))
                .singleElement()
                .satisfies(operation -> {
                    assertThat(operation.httpMethod()).isEqualTo("POST");
                    assertThat(patterns).contains(operation.path());
                });
    }

    private static boolean isBatch(OpenApiOperation operation) {
        return operation.path().equals(Routes.BATCH);
    }

    @Test
    void every_stream_of_events_is_one_of_the_endpoint_for_watches() {
        var patterns = WatchEndpoint.class.getAnnotation(WebFilter.class).urlPatterns();

        assertThat(document.operations().stream()
                        .filter(OpenApiOperation::isStream)
                        .map(OpenApiOperation::path))
                .hasSameSizeAs(patterns)
                .allMatch(path -> path.endsWith("/watch")
                        && Arrays.stream(patterns).anyMatch(pattern -> path.startsWith(pattern.replace("*", ""))));
    }

    @Test
    void every_route_is_a_path_and_every_path_of_ours_begins_with_a_route() {
        var paths = document.operations().stream().map(OpenApiOperation::path).collect(Collectors.toSet());
        var routes = constants(Routes.class);

        assertThat(paths).containsAll(routes);
        assertThat(paths.stream().filter(path -> path.startsWith("/v1/")))
                .allMatch(
                        path -> routes.stream().anyMatch(route -> path.equals(route) || path.startsWith(route + "/")));
    }

    @Test
    void every_header_of_the_contract_is_described_and_every_other_is_one_of_http() {
        var answered = document.root().path("components").path("headers").propertyNames();
        var asked = parameters("header");
        var headers = Stream.concat(answered.stream(), asked.stream()).collect(Collectors.toSet());

        assertThat(headers).containsAll(constants(Headers.class));
        headers.removeAll(constants(Headers.class));
        assertThat(STANDARD_HEADERS).containsAll(headers);
    }

    @Test
    void every_query_parameter_is_described_and_no_other() {
        assertThat(parameters("query")).containsExactlyInAnyOrderElementsOf(constants(QueryParameters.class));
    }

    @Test
    void every_error_code_is_described_as_it_is_and_no_other() {
        var components = document.root().path("components");
        var codes = Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

        assertThat(strings(components.at("/schemas/Problem/properties/code/enum")))
                .containsExactlyElementsOf(codes);
        assertThat(components.path("examples").propertyNames()).containsExactlyInAnyOrderElementsOf(codes);
        for (var code : ErrorCode.values()) {
            var example = components.path("examples").path(code.code()).path("value");
            assertThat(example.path("code").asString()).isEqualTo(code.code());
            assertThat(example.path("status").asInt()).isEqualTo(code.status());
            assertThat(example.path("title").asString()).isEqualTo(code.title());
            assertThat(example.path("type").asString()).isEqualTo("urn:concord:problem:" + code.code());
            assertThat(example.path("effect").asString())
                    .isEqualTo(code.effect().name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void problems_stand_under_their_status() {
        for (var operation : document.operations()) {
            operation
                    .node()
                    .path("responses")
                    .propertyStream()
                    .forEach(answer -> document.resolved(answer.getValue())
                            .at("/content/application~1problem+json/examples")
                            .values()
                            .forEach(example -> assertThat(document.resolved(example)
                                            .at("/value/status")
                                            .asString())
                                    .as("%s %s", operation, answer.getKey())
                                    .isEqualTo(answer.getKey())));
        }
    }

    @Test
    void every_example_is_what_its_schema_says() {
        assertThat(document.nodes().filter(node -> node.has("schema"))).allSatisfy(owner -> {
            var examples = Stream.concat(
                    Optional.ofNullable(owner.get("example")).stream(),
                    owner.path("examples").values().stream()
                            .map(example -> document.resolved(example).path("value")));
            assertThat(examples)
                    .allSatisfy(example -> assertThat(document.violations(owner.path("schema"), example))
                            .as("%s", example)
                            .isEmpty());
        });
    }

    private static List<ResourceMethod> resourceMethods() {
        return new ClassFileImporter()
                .importPackages("io.concord.server").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::reflect)
                        .flatMap(type ->
                                Arrays.stream(type.getMethods()).flatMap(method -> resourceMethods(type, method)))
                        .toList();
    }

    /** @param type the resource, which may inherit the method */
    private static Stream<ResourceMethod> resourceMethods(Class<?> type, Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .flatMap(verb -> Optional.ofNullable(verb).stream())
                .map(verb -> new ResourceMethod(verb.value(), pattern(type, method), type, method));
    }

    /** The JAX-RS template as a regular expression: {@code {id}} is a segment, {@code {path: .*}} what it says. */
    private static String pattern(Class<?> type, Method method) {
        var template = path(type.getAnnotation(Path.class)) + path(method.getAnnotation(Path.class));
        return template.replaceAll("\\{\\w+}", "[^/]+").replaceAll("\\{\\w+:\\s*([^}]*)}", "$1");
    }

    private static String path(@Nullable Path path) {
        return path == null ? "" : path.value().startsWith("/") ? path.value() : "/" + path.value();
    }

    private Set<String> parameters(String in) {
        return document.operations().stream()
                .flatMap(operation -> operation.parameters().stream())
                .filter(parameter -> parameter.in().equals(in))
                .map(OpenApiOperation.Parameter::name)
                .collect(Collectors.toSet());
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getFields())
                .map(field -> {
                    try {
                        return String.valueOf(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.values().stream().map(JsonNode::asString).toList();
    }
}
