package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The query of a request: every parameter known to the resource and given once. A misspelt one must not be ignored. */
final class Query {
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
