package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.watch.EventType;
import io.concord.server.service.watch.Selection;
import io.concord.server.service.watch.WatchFilter;
import io.concord.server.service.watch.WatchRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request to watch asks for. */
final class WatchParameters {
    private static final Set<String> KNOWN = Set.of(
            QueryParameters.PREFIX,
            QueryParameters.KEY,
            QueryParameters.NAMESPACE,
            QueryParameters.FROM_REVISION,
            QueryParameters.PREVIOUS,
            QueryParameters.TYPES,
            QueryParameters.TIMEOUT);

    private final Query query;
    private final WatchPath path;
    private final Optional<String> lastEventId;

    WatchParameters(WatchPath path, @Nullable String rawQuery, @Nullable String lastEventId) {
        this.path = path;
        this.query = Query.parse(rawQuery, KNOWN);
        this.lastEventId = Optional.ofNullable(lastEventId);
    }

    Optional<String> timeout() {
        return query.single(QueryParameters.TIMEOUT);
    }

    boolean previous() {
        return query.single(QueryParameters.PREVIOUS)
                .map(text -> switch (text) {
                    case "true", "" -> true;
                    case "false" -> false;
                    default -> throw invalid(QueryParameters.PREVIOUS, text, "it is true or false");
                })
                .orElse(false);
    }

    WatchRequest request() {
        return new WatchRequest(new WatchFilter(namespace(), selection(), types()), previous(), fromRevision());
    }

    private Namespace namespace() {
        var asked = query.single(QueryParameters.NAMESPACE);
        if (path.namespace().isPresent() && asked.isPresent()) {
            throw refused("the namespace is given twice: in the path and as ?" + QueryParameters.NAMESPACE + "=");
        }
        try {
            return path.namespace().or(() -> asked).map(Namespace::new).orElse(Namespace.DEFAULT);
        } catch (InvalidValueException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private Selection selection() {
        var key = query.single(QueryParameters.KEY);
        var prefix = query.single(QueryParameters.PREFIX);
        if (key.isPresent() && prefix.isPresent()) {
            throw refused("give " + QueryParameters.KEY + "= or " + QueryParameters.PREFIX + "=, not both");
        }
        try {
            if (key.isPresent()) {
                return new Selection.OneKey(new Key(key.get()));
            }
            var text = prefix.orElse("");
            return new Selection.WithPrefix(text.isEmpty() ? text : new Key(text).text());
        } catch (InvalidValueException e) {
            throw new RequestFailure(ErrorCode.INVALID_KEY, String.valueOf(e.getMessage()));
        }
    }

    private Set<EventType> types() {
        var asked = query.single(QueryParameters.TYPES);
        if (asked.isEmpty()) {
            return EnumSet.allOf(EventType.class);
        }
        return Arrays.stream(asked.get().split(",", -1))
                .map(WatchParameters::type)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventType.class)));
    }

    private static EventType type(String text) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.text().equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> invalid(QueryParameters.TYPES, text, "it is a list of put, delete and expire"));
    }

    /** What a client that comes again has heard last wins: it repeats the query with which it came first. */
    private OptionalLong fromRevision() {
        if (lastEventId.isPresent()) {
            return OptionalLong.of(number("header '" + Headers.LAST_EVENT_ID + "'", lastEventId.get(), 0) + 1);
        }
        return query.single(QueryParameters.FROM_REVISION)
                .map(text ->
                        OptionalLong.of(number("query parameter '" + QueryParameters.FROM_REVISION + "'", text, 1)))
                .orElse(OptionalLong.empty());
    }

    private static long number(String what, String text, long min) {
        try {
            var number = Long.parseLong(text);
            if (number >= min && number < Long.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        throw refused(what + " is '" + Escaped.text(text) + "'; it is a revision, at least " + min);
    }

    private static RequestFailure invalid(String parameter, String text, String rule) {
        return refused("query parameter '" + parameter + "' is '" + Escaped.text(text) + "'; " + rule);
    }

    private static RequestFailure refused(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
