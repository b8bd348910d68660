package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The query of a request: every parameter known to the resource and given once. A misspelt one must not be ignored. */
final class Query {
    static final Query NONE = new Query(Map.of());

    private final Map<String, String> parameters;

    private Query(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static Query parse(@Nullable String raw, Set<String> known) {
        var parameters = new LinkedHashMap<String, String>();
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
        return Optional.ofNullable(parameters.get(name));
    }

    /** Whether a query has no parameter of a name, whatever else it has. */
    static boolean isWithout(@Nullable String raw, String name) {
        return raw == null
                || Arrays.stream(raw.split("&", -1))
                        .noneMatch(pair -> pair.equals(name) || pair.startsWith(name + "="));
    }

    long number(String name, long otherwise) {
        var text = parameters.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid(
                    "query parameter '" + name + "' is '" + Escaped.text(text) + "'; it is a whole number of 64 bits");
        }
    }

    /** {@code true} or {@code false}; false where it is not given. */
    boolean flag(String name) {
        var text = parameters.getOrDefault(name, "false");
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

    private static void add(Map<String, String> parameters, String name, String value, Set<String> known) {
        if (!known.contains(name)) {
            throw invalid("query parameter '" + Escaped.text(name) + "' is not known here; known: "
                    + String.join(", ", new TreeSet<>(known)));
        }
        if (parameters.put(name, value) != null) {
            throw invalid("query parameter '" + name + "' is given more than once");
        }
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
