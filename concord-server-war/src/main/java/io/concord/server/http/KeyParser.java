package io.concord.server.http;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.service.RequestFailure;
import java.util.Locale;

/**
 * Finds the key of a request, once, from what came over the wire: the same decoded text is checked, stored and answered.
 * Where servers and proxies disagree about a path (empty and dot segments, {@code ;}, a trailing slash), the path form
 * is refused and the caller sent to {@code ?key=}.
 */
final class KeyParser {
    private static final String HINT = "; give such a key as " + Routes.KV + "?key=";

    private KeyParser() {}

    /** @param rawUri the request's path as it came, undecoded */
    static Key fromPath(String rawUri, Query query) {
        if (query.single(QueryParameters.KEY).isPresent()) {
            throw invalid("the key is given twice: in the path and as ?" + QueryParameters.KEY + "=");
        }
        var prefix = Routes.KV + "/";
        if (!rawUri.startsWith(prefix)) {
            throw invalid("the path does not begin with " + prefix);
        }
        var raw = rawUri.substring(prefix.length());
        if (raw.indexOf(';') >= 0) {
            throw invalid("a path cannot carry ';'" + HINT);
        }
        if (raw.toLowerCase(Locale.ROOT).contains("%2f")) {
            throw invalid("a path cannot carry an encoded '/'" + HINT);
        }
        for (var segment : raw.split("/", -1)) {
            checkSegment(PercentDecoder.path(segment), raw);
        }
        return key(PercentDecoder.path(raw));
    }

    static Key fromQuery(Query query) {
        return key(query.single(QueryParameters.KEY)
                .orElseThrow(() -> invalid("no key is given: use " + Routes.KV + "/{key} or " + Routes.KV + "?key=")));
    }

    private static void checkSegment(String segment, String raw) {
        if (segment.isEmpty()) {
            throw invalid(
                    raw.endsWith("/")
                            ? "a path cannot end in '/'" + HINT
                            : "a path cannot have an empty segment" + HINT);
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw invalid("a path cannot have the segment '" + segment + "'" + HINT);
        }
    }

    private static Key key(String text) {
        try {
            return new Key(text);
        } catch (InvalidValueException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_KEY, detail);
    }
}
