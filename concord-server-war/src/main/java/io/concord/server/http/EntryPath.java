package io.concord.server.http;

import io.concord.core.model.EntryName;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.service.RequestFailure;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request is about: a namespace and perhaps a key in it. Found once, from what came over the wire: the same
 * decoded text is checked, stored and answered. Where servers and proxies disagree about a path (empty and dot segments,
 * {@code ;}, a trailing slash), the path form is refused and the caller sent to {@code ?key=}.
 */
record EntryPath(Namespace namespace, Optional<Key> key) {
    private static final String HINT = "; give such a key as ?" + QueryParameters.KEY + "=";
    private static final String NAMESPACES = Routes.NAMESPACES + "/";
    private static final String KV = "/kv";

    /** @param rawUri the request's path as it came, undecoded */
    static EntryPath of(String rawUri, Query query) {
        if (rawUri.startsWith(NAMESPACES)) {
            var rest = rawUri.substring(NAMESPACES.length());
            int end = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
            var after = rest.substring(end);
            return new EntryPath(
                    namespace(rest.substring(0, end)),
                    key(after.startsWith(KV) ? after.substring(KV.length()) : "", query));
        }
        if (!rawUri.startsWith(Routes.KV)) {
            throw invalid("the path does not begin with " + Routes.KV);
        }
        return new EntryPath(Namespace.DEFAULT, key(rawUri.substring(Routes.KV.length()), query));
    }

    /** The entry that the request is about. */
    EntryName entry() {
        return key.map(known -> new EntryName(namespace, known))
                .orElseThrow(() -> invalid("no key is given: use " + Routes.KV + "/{key} or " + Routes.KV + "?"
                        + QueryParameters.KEY + "="));
    }

    private static Namespace namespace(String raw) {
        var name = PercentDecoder.path(raw);
        if (raw.indexOf(';') >= 0 || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST,
                    "the name of a namespace stands in the path: it is not '.' or '..', and has no '/' and no bare ';'");
        }
        try {
            return new Namespace(name);
        } catch (InvalidValueException e) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Key> key(String rawPath, Query query) {
        var asked = query.single(QueryParameters.KEY);
        if (rawPath.isEmpty()) {
            return asked.map(EntryPath::key);
        }
        if (asked.isPresent()) {
            throw invalid("the key is given twice: in the path and as ?" + QueryParameters.KEY + "=");
        }
        var raw = rawPath.substring(1);
        checkRaw(raw);
        for (var segment : raw.split("/", -1)) {
            checkSegment(PercentDecoder.path(segment), raw);
        }
        return Optional.of(key(PercentDecoder.path(raw)));
    }

    private static void checkRaw(String raw) {
        if (raw.indexOf(';') >= 0) {
            throw invalid("a path cannot carry ';'" + HINT);
        }
        if (raw.toLowerCase(Locale.ROOT).contains("%2f")) {
            throw invalid("a path cannot carry an encoded '/'" + HINT);
        }
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
