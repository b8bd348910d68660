package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.StoreService;
import io.concord.server.service.WriteContext;
import jakarta.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Entries and what became of writes, as HTTP responses. */
final class EntryResponses {
    /** RFC 9110 §5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final StoreService store;

    EntryResponses(StoreService store) {
        this.store = store;
    }

    Response found(KeyspaceView view, EntryName at, Optional<String> ifNoneMatch) {
        var found = view.get(at);
        if (found.isEmpty()) {
            return view.namespace(at.namespace()).isPresent()
                    ? refused(new Problem(ErrorCode.NOT_FOUND, "no entry '" + at + "'"), view.revision())
                            .build()
                    : namespaceMissing(view, at.namespace());
        }
        var entry = found.get();
        var response = EntityTags.callerHas(entry, ifNoneMatch)
                ? Response.notModified().header(HttpHeaders.CACHE_CONTROL, "no-store")
                : body(entry);
        return described(response, entry, view.revision()).build();
    }

    /** There is no such namespace, as of a view. */
    static Response namespaceMissing(KeyspaceView view, Namespace namespace) {
        return refused(view, new Refusal.NamespaceMissing(view.revision(), namespace));
    }

    /** What a read finds missing is so at the revision of its view, and says the same as a write that needs it. */
    static Response refused(KeyspaceView view, Refusal refused) {
        return refused(RefusalProblems.of(refused, ""), view.revision()).build();
    }

    Response written(Reply reply, WriteContext write, EntryName at) {
        return answered(reply, write, at, outcome -> {
            var written = (Outcome.Written) outcome;
            var created = written.version() == 1;
            var response = written.previous()
                    .map(previous -> body(previous).header(Headers.PREVIOUS_REVISION, previous.revision()))
                    .orElseGet(() -> Response.status(created ? Response.Status.CREATED : Response.Status.NO_CONTENT));
            return numbered(response, written.revision(), written.createRevision(), written.version());
        });
    }

    Response deleted(Reply reply, WriteContext write, EntryName at) {
        return answered(reply, write, at, outcome -> {
            var deleted = (Outcome.Deleted) outcome;
            var response = deleted.previous()
                    .map(previous -> body(previous).header(Headers.PREVIOUS_REVISION, previous.revision()))
                    .orElseGet(Response::noContent);
            return response.header(Headers.REVISION, deleted.revision())
                    .header(Headers.DELETED, deleted.existed() ? 1 : 0);
        });
    }

    Response rangeDeleted(Reply reply, WriteContext write, EntryName about) {
        return rangeDeleted(reply, write, "entry '" + about + "'");
    }

    Response rangeDeleted(Reply reply, WriteContext write, String subject) {
        return answered(reply, write, subject, outcome -> {
            var deleted = (Outcome.RangeDeleted) outcome;
            var body = Json.createObjectBuilder()
                    .add("revision", deleted.revision())
                    .add("deleted", deleted.count())
                    .build();
            return json(body).header(Headers.REVISION, deleted.revision()).header(Headers.DELETED, deleted.count());
        });
    }

    Response touched(Reply reply, WriteContext write, EntryName at) {
        return answered(reply, write, at, outcome -> {
            var touched = (Outcome.Touched) outcome;
            return touched.existed()
                    ? Response.noContent().header(Headers.REVISION, touched.revision())
                    : refused(new Problem(ErrorCode.NOT_FOUND, "no entry '" + at + "'"), touched.revision());
        });
    }

    Response incremented(Reply reply, WriteContext write, EntryName at) {
        return answered(reply, write, at, outcome -> {
            var incremented = (Outcome.Incremented) outcome;
            var response = Response.ok(Long.toString(incremented.value()), "text/plain; charset=utf-8")
                    .header(HttpHeaders.CACHE_CONTROL, "no-store");
            return numbered(response, incremented.revision(), incremented.createRevision(), incremented.version());
        });
    }

    /** An answer in JSON, which is true only now. */
    static ResponseBuilder json(Object body) {
        return Response.ok(body.toString(), "application/json").header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** The response to an operation that was not refused, or the problem why it was. */
    Response answered(Reply reply, WriteContext write, EntryName at, Function<Outcome, ResponseBuilder> success) {
        return answered(reply, write, "entry '" + at + "'", success);
    }

    /** @param subject for messages: what the operation was about */
    Response answered(Reply reply, WriteContext write, String subject, Function<Outcome, ResponseBuilder> success) {
        var response =
                reply.outcome() instanceof Refusal refused ? refused(refused, subject) : success.apply(reply.outcome());
        if (reply.replayed()) {
            response.header(Headers.REPLAYED, "true");
        }
        return response.header(Headers.IDEMPOTENCY_KEY, write.requestId().text())
                .build();
    }

    private ResponseBuilder refused(Refusal refused, String subject) {
        var problem = RefusalProblems.of(refused, subject);
        if (refused instanceof Refusal.PreconditionFailed failed) {
            var told = failed.current()
                    .map(current -> problem.with("current", new EntryJson(store).whole(current)))
                    .orElse(problem);
            var response = refused(told, failed.revision());
            return failed.entryRevision() == 0
                    ? response
                    : response.header(HttpHeaders.ETAG, EntityTags.of(failed.entryRevision()));
        }
        return refused(problem, refused.revision());
    }

    private static ResponseBuilder refused(Problem problem, long storeRevision) {
        return Response.fromResponse(problem.toResponse(null)).header(Headers.REVISION, storeRevision);
    }

    private static ResponseBuilder body(Entry entry) {
        return Response.ok(entry)
                .header("X-Content-Type-Options", "nosniff")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static ResponseBuilder numbered(
            ResponseBuilder response, long revision, long createRevision, long version) {
        return response.header(HttpHeaders.ETAG, EntityTags.of(revision))
                .header(Headers.REVISION, revision)
                .header(Headers.CREATE_REVISION, createRevision)
                .header(Headers.VERSION, version);
    }

    private ResponseBuilder described(ResponseBuilder response, Entry entry, long storeRevision) {
        var lifetime = entry.lifetime();
        if (lifetime.hasDeadline()) {
            response.header(HttpHeaders.EXPIRES, httpDate(store.epochMillisOf(lifetime.deadlineMillis())));
        }
        if (lifetime.hasLease()) {
            response.header(Headers.LEASE, lifetime.leaseId());
        }
        if (!entry.tags().isEmpty()) {
            response.header(
                    Headers.TAGS,
                    entry.tags().texts().stream()
                            .map(EntryResponses::headerText)
                            .collect(Collectors.joining(",")));
        }
        return response.header(HttpHeaders.ETAG, EntityTags.of(entry.revision()))
                .header(HttpHeaders.LAST_MODIFIED, httpDate(entry.writtenMillis()))
                .header(Headers.REVISION, storeRevision)
                .header(Headers.CREATE_REVISION, entry.createRevision())
                .header(Headers.VERSION, entry.version())
                .header(Headers.AUTHOR, headerText(entry.author().subject()));
    }

    private static String httpDate(long epochMillis) {
        return HTTP_DATE.format(Instant.ofEpochMilli(epochMillis));
    }

    private static String headerText(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }
}
