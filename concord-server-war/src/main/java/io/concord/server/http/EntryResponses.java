package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.state.KeyspaceView;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.WriteRequest;
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

/** Entries and outcomes as HTTP responses. */
final class EntryResponses {
    /** RFC 9110 §5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private EntryResponses() {}

    static Response found(KeyspaceView view, Namespace namespace, Key key, Optional<String> ifNoneMatch) {
        var found = view.get(namespace, key);
        if (found.isEmpty()) {
            return refused(ErrorCode.NOT_FOUND, "no entry '" + key + "'", view.revision())
                    .build();
        }
        var entry = found.get();
        var response = EntityTags.callerHas(entry, ifNoneMatch)
                ? Response.notModified()
                : Response.ok(entry).header("X-Content-Type-Options", "nosniff");
        return described(response, entry, view.revision()).build();
    }

    static Response written(Reply reply, WriteRequest write) {
        var response = reply.outcome().accept(new WriteResponses(write));
        if (reply.replayed()) {
            response.header(Headers.REPLAYED, "true");
        }
        return response.header(Headers.IDEMPOTENCY_KEY, write.requestId().text())
                .build();
    }

    private static ResponseBuilder described(ResponseBuilder response, Entry entry, long storeRevision) {
        return response.header(HttpHeaders.ETAG, EntityTags.of(entry.revision()))
                .header(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(Instant.ofEpochMilli(entry.writtenMillis())))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(Headers.REVISION, storeRevision)
                .header(Headers.CREATE_REVISION, entry.createRevision())
                .header(Headers.VERSION, entry.version())
                .header(Headers.AUTHOR, headerText(entry.author().subject()));
    }

    private static ResponseBuilder refused(ErrorCode code, String detail, long storeRevision) {
        return Response.fromResponse(new Problem(code, detail).toResponse(null))
                .header(Headers.REVISION, storeRevision);
    }

    private static String headerText(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }

    /** One answer for each outcome of a write. */
    private record WriteResponses(WriteRequest write) implements Outcome.Handler<ResponseBuilder> {
        @Override
        public ResponseBuilder written(Outcome.Written written) {
            var created = written.version() == 1;
            return Response.status(created ? Response.Status.CREATED : Response.Status.NO_CONTENT)
                    .header(HttpHeaders.ETAG, EntityTags.of(written.revision()))
                    .header(Headers.REVISION, written.revision())
                    .header(Headers.CREATE_REVISION, written.createRevision())
                    .header(Headers.VERSION, written.version());
        }

        @Override
        public ResponseBuilder deleted(Outcome.Deleted deleted) {
            return Response.noContent()
                    .header(Headers.REVISION, deleted.revision())
                    .header(Headers.DELETED, deleted.existed() ? 1 : 0);
        }

        @Override
        public ResponseBuilder passed(Outcome.Passed passed) {
            throw new IllegalStateException("a write came to " + passed);
        }

        @Override
        public ResponseBuilder preconditionFailed(Outcome.PreconditionFailed failed) {
            var absent = failed.entryRevision() == 0;
            var response = refused(
                    ErrorCode.PRECONDITION_FAILED,
                    absent
                            ? "there is no entry '" + write.key() + "'"
                            : "entry '" + write.key() + "' is at revision " + failed.entryRevision()
                                    + "; read it again and decide anew",
                    failed.revision());
            return absent ? response : response.header(HttpHeaders.ETAG, EntityTags.of(failed.entryRevision()));
        }

        @Override
        public ResponseBuilder requestIdReused(Outcome.RequestIdReused reused) {
            return refused(
                    ErrorCode.REQUEST_ID_REUSED,
                    "the " + Headers.IDEMPOTENCY_KEY + " '" + write.requestId().text()
                            + "' has been used for another operation; each operation has its own",
                    reused.revision());
        }

        @Override
        public ResponseBuilder requestForgotten(Outcome.RequestForgotten forgotten) {
            throw new RequestFailure(ErrorCode.TIMEOUT, "the id of the write is no longer known");
        }
    }
}
