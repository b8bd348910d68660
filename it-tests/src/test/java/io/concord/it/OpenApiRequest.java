package io.concord.it;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request that is made of nothing but the examples of a document.
 *
 * @param target path and query as they go over the wire
 * @param headers names and values in turn
 */
record OpenApiRequest(String method, String target, List<String> headers, Optional<OpenApiOperation.Body> body) {
    /**
     * The plain request first, then one for each further example of a body, of what may be left out and for each
     * content type of the answer.
     *
     * @param known values of parameters that an earlier answer has given; they go before the examples
     */
    static List<OpenApiRequest> of(OpenApiOperation operation, Map<String, String> known) {
        var bodies = operation.bodies();
        if (operation.takesBody() && bodies.isEmpty()) {
            throw new AssertionError(operation + " has no example of its body");
        }
        var first = bodies.stream().findFirst();
        var furtherBodies = bodies.stream().skip(1).map(body -> of(operation, known, Optional.of(body)));
        var further = operation.parameters().stream()
                .flatMap(parameter -> examples(operation, parameter).stream()
                        .skip(parameter.required() ? 1 : 0)
                        .map(example -> of(operation, with(known, parameter.name(), example), first)));
        var plain = of(operation, known, first);
        return Stream.of(Stream.of(plain), furtherBodies, further, accepting(operation, plain))
                .flatMap(requests -> requests)
                .toList();
    }

    private static Stream<OpenApiRequest> accepting(OpenApiOperation operation, OpenApiRequest plain) {
        return operation.acceptable().stream().map(type -> {
            var headers = new ArrayList<>(plain.headers);
            headers.addAll(List.of("Accept", type));
            return new OpenApiRequest(plain.method, plain.target, List.copyOf(headers), plain.body);
        });
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        var all = new HashMap<>(values);
        all.put(name, value);
        return all;
    }

    private static OpenApiRequest of(
            OpenApiOperation operation, Map<String, String> chosen, Optional<OpenApiOperation.Body> body) {
        var needed = operation.oneOf().stream().anyMatch(chosen::containsKey)
                ? List.<String>of()
                : operation.oneOf().stream().limit(1).toList();
        var path = operation.path();
        var query = new HashMap<String, String>();
        var headers = new ArrayList<String>();
        for (var parameter : operation.parameters()) {
            if (parameter.required() || needed.contains(parameter.name()) || chosen.containsKey(parameter.name())) {
                var value = chosen.getOrDefault(
                        parameter.name(), examples(operation, parameter).get(0));
                switch (parameter.in()) {
                    case "path" -> path = path.replace("{" + parameter.name() + "}", encoded(value));
                    case "query" -> query.put(parameter.name(), value);
                    case "header" -> headers.addAll(List.of(parameter.name(), value));
                    default -> throw new AssertionError(operation + " has a parameter in " + parameter.in());
                }
            }
        }
        body.ifPresent(example -> headers.addAll(List.of("Content-Type", example.contentType())));
        return new OpenApiRequest(operation.httpMethod(), path + queryText(query), List.copyOf(headers), body);
    }

    private static List<String> examples(OpenApiOperation operation, OpenApiOperation.Parameter parameter) {
        if (parameter.examples().isEmpty()) {
            throw new AssertionError(operation + " has no example of " + parameter.name());
        }
        return parameter.examples();
    }

    private static String queryText(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
