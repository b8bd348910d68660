package io.concord.server.http;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.command.Step;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tags;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The entries of a namespace: one of them, named in the path or as {@code ?key=}, or a range. Parses and never decides.
 * What it needs of the request it takes before it waits; the continuation runs on another thread.
 */
public abstract class EntryResource {
    private static final Set<String> PUT_PARAMETERS = Set.of(
            QueryParameters.KEY,
            QueryParameters.TIMEOUT,
            QueryParameters.TTL,
            QueryParameters.LEASE,
            QueryParameters.TAG,
            QueryParameters.RETURN);
    private static final Set<String> READ_PARAMETERS =
            Set.of(QueryParameters.KEY, QueryParameters.TIMEOUT, QueryParameters.CONSISTENCY);
    private static final Set<String> DELETE_PARAMETERS =
            Set.of(QueryParameters.KEY, QueryParameters.TIMEOUT, QueryParameters.RETURN);
    private static final Set<String> OPERATION_PARAMETERS = Set.of(
            QueryParameters.KEY,
            QueryParameters.TIMEOUT,
            QueryParameters.OPERATION,
            QueryParameters.BY,
            QueryParameters.INITIAL,
            QueryParameters.TTL,
            QueryParameters.LEASE);

    private final StoreService store;
    private final Requests requests;
    private final EntryResponses responses;
    private final RangeRequests ranges;

    // Justification: field injection, because RESTEasy gives the request to a resource that it has made.
    @Context
    HttpServletRequest request;

    EntryResource(StoreService store, NodeConfig config, StreamThreads streams) {
        this.store = store;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
        this.ranges = new RangeRequests(store, requests, streams);
    }

    @GET
    public CompletionStage<Response> get() {
        if (isAboutRange()) {
            return ranges.list(request);
        }
        var query = Query.parse(request.getQueryString(), READ_PARAMETERS);
        var at = entry(query);
        var ifNoneMatch = Requests.list(request, HttpHeaders.IF_NONE_MATCH);
        return requests.view(request, query, Need.of(Verb.READ, at))
                .thenApply(view -> responses.found(view, at, ifNoneMatch));
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> put(InputStream body) {
        var query = Query.parse(request.getQueryString(), PUT_PARAMETERS);
        var write = requests.write(request, query);
        var at = entry(query);
        var precondition = precondition();
        var returning = returning(query);
        // Before the body is read: nobody uploads what may not be written.
        store.requirePut(write, at, precondition, returning);
        var put = new Step.Put(
                at,
                new ValueReader(store).read(request, body, at),
                precondition,
                ExpiryParameters.of(query),
                returning,
                Tags.of(query.all(QueryParameters.TAG)));
        return store.write(write, put).thenApply(reply -> responses.written(reply, write, at));
    }

    @DELETE
    public CompletionStage<Response> delete() {
        if (isAboutRange()) {
            return ranges.delete(request);
        }
        var query = Query.parse(request.getQueryString(), DELETE_PARAMETERS);
        var write = requests.write(request, query);
        var at = entry(query);
        return store.write(write, new Step.Delete(at, precondition(), returning(query)))
                .thenApply(reply -> responses.deleted(reply, write, at));
    }

    /** Increments or touches an entry. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> operate() {
        var query = Query.parse(request.getQueryString(), OPERATION_PARAMETERS);
        var operation = query.single(QueryParameters.OPERATION).orElse("");
        return switch (operation) {
            case "increment" -> increment(query);
            case "touch" -> touch(query);
            default ->
                throw new RequestFailure(
                        ErrorCode.INVALID_REQUEST,
                        "query parameter '" + QueryParameters.OPERATION + "' is increment or touch");
        };
    }

    private CompletionStage<Response> increment(Query query) {
        Requests.refuseConditions(request, "an increment");
        var write = requests.write(request, query);
        var at = entry(query);
        var increment = new Step.Increment(
                at,
                query.number(QueryParameters.BY, 1),
                query.number(QueryParameters.INITIAL, 0),
                ExpiryParameters.of(query));
        return store.write(write, increment).thenApply(reply -> responses.incremented(reply, write, at));
    }

    private CompletionStage<Response> touch(Query query) {
        query.refuse(QueryParameters.BY, QueryParameters.INITIAL);
        var write = requests.write(request, query);
        var at = entry(query);
        return store.write(write, new Step.Touch(at, precondition(), ExpiryParameters.of(query)))
                .thenApply(reply -> responses.touched(reply, write, at));
    }

    /** No key in the path, none in the query: many entries. */
    private boolean isAboutRange() {
        return Query.isWithout(request.getQueryString(), QueryParameters.KEY)
                && EntryPath.of(request.getRequestURI(), Query.NONE).key().isEmpty();
    }

    private EntryName entry(Query query) {
        return EntryPath.of(request.getRequestURI(), query).entry();
    }

    private Precondition precondition() {
        return EntityTags.precondition(
                Requests.list(request, HttpHeaders.IF_MATCH).orElse(null),
                Requests.list(request, HttpHeaders.IF_NONE_MATCH).orElse(null));
    }

    private static boolean returning(Query query) {
        Optional<String> wanted = query.single(QueryParameters.RETURN);
        if (wanted.isPresent() && !wanted.get().equals("previous")) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST, "query parameter '" + QueryParameters.RETURN + "' is previous");
        }
        return wanted.isPresent();
    }

    /** A name for messages about many entries. */
    static EntryName some(EntryPath path) {
        return new EntryName(path.namespace(), path.key().orElseGet(() -> new Key("*")));
    }
}
