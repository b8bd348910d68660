package io.concord.server.http;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Entry;
import io.concord.core.model.Namespace;
import io.concord.core.model.Tag;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.state.EntryRange;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import io.concord.server.service.UnavailableException;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Many entries at a time: pages of a range, the whole of it as a stream, and its removal. */
final class RangeRequests {
    private static final String NDJSON = "application/x-ndjson";

    /** A page ends when its values have so many bytes, however few they are; the cursor leads on. */
    private static final long PAGE_BYTES_MAX = 4L * 1024 * 1024;

    private static final Set<String> LIST_PARAMETERS = Set.of(
            QueryParameters.PREFIX,
            QueryParameters.FROM,
            QueryParameters.TO,
            QueryParameters.LIMIT,
            QueryParameters.CURSOR,
            QueryParameters.KEYS_ONLY,
            QueryParameters.CONSISTENCY,
            QueryParameters.TIMEOUT);
    private static final Set<String> DELETE_PARAMETERS = Set.of(
            QueryParameters.PREFIX,
            QueryParameters.FROM,
            QueryParameters.TO,
            QueryParameters.TAG,
            QueryParameters.TIMEOUT);

    private final StoreService store;
    private final Requests requests;
    private final StreamThreads streams;
    private final EntryResponses responses;
    private final EntryJson json;

    RangeRequests(StoreService store, Requests requests, StreamThreads streams) {
        this.store = store;
        this.requests = requests;
        this.streams = streams;
        this.responses = new EntryResponses(store);
        this.json = new EntryJson(store);
    }

    CompletionStage<Response> list(HttpServletRequest request) {
        var query = Query.parse(request.getQueryString(), LIST_PARAMETERS);
        var range = RangeRequest.of(EntryPath.of(request.getRequestURI(), query), query);
        // All of it also for a later page, whatever its cursor says: it tells the count of all.
        var need = Need.of(Verb.READ, range.namespace(), range.keys());
        if (!isStreamed(request)) {
            return requests.view(request, query, need).thenApply(view -> page(view, range));
        }
        query.refuse(QueryParameters.CURSOR, QueryParameters.LIMIT);
        return streams.continued(requests.view(request, query, need), view -> stream(view, range));
    }

    /** Removes a range or a tag in one commit. All entries only if that is what is written: {@code prefix=}. */
    CompletionStage<Response> delete(HttpServletRequest request) {
        var query = Query.parse(request.getQueryString(), DELETE_PARAMETERS);
        if (DELETE_PARAMETERS.stream()
                .filter(name -> !name.equals(QueryParameters.TIMEOUT))
                .allMatch(name -> query.all(name).isEmpty())) {
            throw new RequestFailure(
                    ErrorCode.INVALID_KEY,
                    "a delete needs a key, a tag, or a range as ?prefix=, ?from= or ?to= (an empty prefix is everything)");
        }
        Requests.refuseConditions(request, "the removal of many entries");
        var write = requests.write(request, query);
        var path = EntryPath.of(request.getRequestURI(), query);
        return store.write(write, deletion(path.namespace(), query))
                .thenApply(reply -> responses.rangeDeleted(reply, write, EntryResource.some(path)));
    }

    private static Operation deletion(Namespace namespace, Query query) {
        var tag = query.single(QueryParameters.TAG).map(Tag::new);
        if (tag.isEmpty()) {
            return new Step.DeleteRange(namespace, RangeRequest.keys(query), false);
        }
        query.refuse(QueryParameters.PREFIX, QueryParameters.FROM, QueryParameters.TO);
        return new Step.DeleteTagged(tag.get(), Optional.of(namespace), false);
    }

    private Response page(KeyspaceView view, RangeRequest range) {
        if (isNowhere(view, range)) {
            return EntryResponses.namespaceMissing(view, range.namespace());
        }
        long revision = range.cursor().map(PageCursor::revision).orElse(view.revision());
        var all = entriesAt(view, range, revision);
        var rest = range.cursor().map(cursor -> all.after(cursor.last())).orElse(all);
        var entries = Json.createArrayBuilder();
        var body = Json.createObjectBuilder().add("revision", revision).add("count", all.count());
        long bytes = 0;
        int size = 0;
        var each = rest.iterator();
        Entry last = null;
        while (each.hasNext() && size < range.limit() && bytes < PAGE_BYTES_MAX) {
            last = each.next();
            entries.add(range.keysOnly() ? json.withoutValue(last) : json.whole(last));
            bytes += range.keysOnly() ? 0 : last.value().size();
            size++;
        }
        body.add("entries", entries);
        if (last != null && each.hasNext()) {
            body.add("cursor", range.cursorAfter(last.key(), revision).text());
        }
        return EntryResponses.json(body.build())
                .header(Headers.REVISION, revision)
                .build();
    }

    private Response stream(KeyspaceView view, RangeRequest range) {
        if (isNowhere(view, range)) {
            return EntryResponses.namespaceMissing(view, range.namespace());
        }
        var entries = view.range(range.namespace(), range.keys());
        return Response.ok(new EntryStream(entries, range.keysOnly() ? json::withoutValue : json::whole))
                .header(HttpHeaders.CONTENT_TYPE, NDJSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(Headers.REVISION, view.revision())
                .header(Headers.COUNT, entries.count())
                .build();
    }

    private static EntryRange entriesAt(KeyspaceView view, RangeRequest range, long revision) {
        if (revision > view.revision()) {
            throw UnavailableException.notNow(
                    "this node has not reached revision " + revision + " of the cursor yet; retry, or ask another one");
        }
        return view.rangeAt(range.namespace(), range.keys(), revision)
                .orElseThrow(() -> new RequestFailure(
                        ErrorCode.COMPACTED,
                        "revision " + revision + " of the cursor is no longer known, the oldest is "
                                + (view.history().oldestRevision() - 1) + "; begin again without the cursor"));
    }

    /** A cursor leads to a namespace as it was, also where it is gone by now. */
    private static boolean isNowhere(KeyspaceView view, RangeRequest range) {
        return range.cursor().isEmpty() && view.namespace(range.namespace()).isEmpty();
    }

    private static boolean isStreamed(HttpServletRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(NDJSON);
    }
}
