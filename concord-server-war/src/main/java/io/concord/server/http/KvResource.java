package io.concord.server.http;

import io.concord.core.command.Reply;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.KeyspaceView;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Caller;
import io.concord.server.service.EntryService;
import io.concord.server.service.Permission;
import io.concord.server.service.WriteRequest;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Single entries: {@code /v1/kv/{key}}, or {@code /v1/kv?key=}. Parses and never decides. What it needs of the request
 * it takes before it waits; the continuation runs on another thread.
 */
@Path(Routes.KV + "{path: (/.*)?}")
@Dependent
public class KvResource {
    private static final Set<String> WRITE_PARAMETERS = Set.of(QueryParameters.KEY, QueryParameters.TIMEOUT);
    private static final Set<String> READ_PARAMETERS =
            Set.of(QueryParameters.KEY, QueryParameters.TIMEOUT, QueryParameters.CONSISTENCY);

    private final EntryService entries;
    private final WaitTime waitTime;

    @Context
    HttpServletRequest request;

    @Inject
    public KvResource(EntryService entries, NodeConfig config) {
        this.entries = entries;
        this.waitTime = new WaitTime(config);
    }

    @GET
    public CompletionStage<Response> get() {
        var query = Query.parse(request.getQueryString(), READ_PARAMETERS);
        var key = key(query);
        var ifNoneMatch = Optional.ofNullable(request.getHeader(HttpHeaders.IF_NONE_MATCH));
        return view(query, RequestContext.caller(request))
                .thenApply(view -> EntryResponses.found(view, Namespace.DEFAULT, key, ifNoneMatch));
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> put(InputStream body) {
        var write = write();
        var value = new ValueReader(entries).read(request, body, write.key());
        return answer(entries.put(write, value), write);
    }

    @DELETE
    public CompletionStage<Response> delete() {
        var write = write();
        return answer(entries.delete(write), write);
    }

    private CompletionStage<KeyspaceView> view(Query query, Caller caller) {
        return switch (Consistency.of(query.single(QueryParameters.CONSISTENCY))) {
            case LINEARIZABLE -> entries.read(caller, waitTime.deadline(query.single(QueryParameters.TIMEOUT)));
            case STALE -> CompletableFuture.completedFuture(entries.readStale(caller));
        };
    }

    private WriteRequest write() {
        // Before the body is read: nobody uploads what may not be written.
        RequestContext.caller(request).require(Permission.WRITE);
        var query = Query.parse(request.getQueryString(), WRITE_PARAMETERS);
        var requestId = new RequestId(Optional.ofNullable(request.getHeader(Headers.IDEMPOTENCY_KEY))
                .orElseGet(() -> UUID.randomUUID().toString()));
        RequestContext.setRequestId(request, requestId.text());
        return new WriteRequest(
                RequestContext.caller(request),
                requestId,
                Namespace.DEFAULT,
                key(query),
                EntityTags.precondition(
                        request.getHeader(HttpHeaders.IF_MATCH), request.getHeader(HttpHeaders.IF_NONE_MATCH)),
                waitTime.deadline(query.single(QueryParameters.TIMEOUT)));
    }

    private Key key(Query query) {
        var uri = request.getRequestURI();
        return uri.equals(Routes.KV) ? KeyParser.fromQuery(query) : KeyParser.fromPath(uri, query);
    }

    private static CompletionStage<Response> answer(CompletionStage<Reply> reply, WriteRequest write) {
        return reply.thenApply(outcome -> EntryResponses.written(outcome, write));
    }
}
