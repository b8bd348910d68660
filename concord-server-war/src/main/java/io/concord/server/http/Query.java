package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.service.RequestFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request: every parameter known to the resource, and given once where it has one meaning. A misspelt one
 * must not be ignored.
 */
final class Query {
    static final Query NONE = new Query(Map.of());

    private static final Set<String> LISTS = Set.of(QueryParameters.TAG);

    private final Map<String, List<String>> parameters;

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    static Query parse(@Nullable String raw, Set<String> known) {
        var parameters = new LinkedHashMap<String, List<String>>();
        if (raw != null && !raw.isEmpty()) {
            for (var pair : raw.split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = PercentDecoder.query(equals < 0 ? pair : pair.substring(0, equals));
                var value = PercentDecoder.query(equals < 0 ? "" : pair.substring(equals + 1));
                add(parameters, name, value, known);
            }
        }
        return new Query(parameters);
    }

    Optional<String> single(String name) {
        var values = all(name);
        if (values.size() > 1) {
            throw repeated(name);
        }
        return values.stream().findFirst();
    }

    /** Of a parameter that is a list: all that it was given. */
    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** Whether a query has no parameter of a name, whatever else it has. */
    static boolean isWithout(@Nullable String raw, String name) {
        return raw == null
                || Arrays.stream(raw.split("&", -1))
                        .noneMatch(pair -> pair.equals(name) || pair.startsWith(name + "="));
    }

    long number(String name, long otherwise) {
        var text = single(name).orElse(null);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid(
                    "query parameter '" + name + "' is '" + Escaped.text(text) + "'; it is a whole number of 64 bits");
        }
    }

    /** {@code true} or {@code false}; false where it is not given. */
    boolean flag(String name) {
        var text = single(name).orElse("false");
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw invalid("query parameter '" + name + "' is '" + Escaped.text(text) + "'; it is true or false");
        };
    }

    /** Parameters that are known to the resource, but not in this case. */
    void refuse(String... names) {
        for (var name : names) {
            if (parameters.containsKey(name)) {
                throw invalid("query parameter '" + name + "' has no meaning here");
            }
        }
    }

    private static void add(Map<String, List<String>> parameters, String name, String value, Set<String> known) {
        if (!known.contains(name)) {
            throw invalid("query parameter '" + Escaped.text(name) + "' is not known here; known: "
                    + String.join(", ", new TreeSet<>(known)));
        }
        var values = parameters.computeIfAbsent(name, first -> new ArrayList<>());
        if (!values.isEmpty() && !LISTS.contains(name)) {
            throw repeated(name);
        }
        values.add(value);
    }

    private static RequestFailure repeated(String name) {
        return invalid("query parameter '" + name + "' is given more than once");
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
