package io.concord.server.http;

import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.service.RequestFailure;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which entries of a namespace are asked for, and how many of them at a time. */
record RangeRequest(Namespace namespace, KeyRange keys, int limit, Optional<PageCursor> cursor, boolean keysOnly) {
    static final int LIMIT_DEFAULT = 100;
    static final int LIMIT_MAX = 10_000;

    static RangeRequest of(EntryPath path, Query query) {
        var keys = keys(query);
        var cursor =
                query.single(QueryParameters.CURSOR).map(text -> PageCursor.parse(text, hash(path.namespace(), keys)));
        return new RangeRequest(path.namespace(), keys, limit(query), cursor, query.flag(QueryParameters.KEYS_ONLY));
    }

    static KeyRange keys(Query query) {
        return new KeyRange(
                query.single(QueryParameters.PREFIX).orElse(""),
                query.single(QueryParameters.FROM).map(Key::new).orElse(null),
                query.single(QueryParameters.TO).map(Key::new).orElse(null));
    }

    PageCursor cursorAfter(Key last, long revision) {
        return new PageCursor(revision, hash(namespace, keys), last);
    }

    /** The same in every process, so that a cursor is good on every node. */
    private static int hash(Namespace namespace, KeyRange keys) {
        return Objects.hash(namespace.name(), keys.prefix(), text(keys.from()), text(keys.to()));
    }

    private static String text(@Nullable Key key) {
        return key == null ? "" : key.text();
    }

    private static int limit(Query query) {
        long limit = query.number(QueryParameters.LIMIT, LIMIT_DEFAULT);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST,
                    "query parameter '" + QueryParameters.LIMIT + "' is " + limit + "; it lies between 1 and "
                            + LIMIT_MAX);
        }
        return (int) limit;
    }
}
