package io.concord.server.http;

import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.EntryName;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.KeyspaceView;
import io.concord.core.state.Lease;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Leases: granted, kept alive and revoked; entries that are written with one go when it goes. Each is its owner's: those of
 * others are not there, but for administrators.
 */
@Path(Routes.LEASES)
@Dependent
public class LeaseResource {
    private static final Set<String> WRITE = Set.of(QueryParameters.TIMEOUT);
    private static final Set<String> READ = Set.of(QueryParameters.TIMEOUT, QueryParameters.CONSISTENCY);

    private final StoreService store;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public LeaseResource(StoreService store, NodeConfig config) {
        this.store = store;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> grant() {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT, QueryParameters.TTL));
        var write = requests.write(request, query);
        var ttl = query.single(QueryParameters.TTL)
                .orElseThrow(() ->
                        new RequestFailure(ErrorCode.INVALID_REQUEST, "a lease needs a ttl; " + Durations.EXAMPLES));
        var grant = new Operation.GrantLease(ExpiryParameters.ttlMillis(QueryParameters.TTL, ttl));
        return store.write(write, grant)
                .thenApply(reply -> responses.answered(
                        reply, write, "the lease", outcome -> alive(outcome).status(Response.Status.CREATED)));
    }

    @GET
    public CompletionStage<Response> list() {
        var caller = RequestContext.caller(request);
        return requests.view(request, Query.parse(request.getQueryString(), READ))
                .thenApply(view -> {
                    var array = Json.createArrayBuilder();
                    for (var lease : view.leases()) {
                        if (caller.mayUse(lease)) {
                            array.add(described(lease));
                        }
                    }
                    var body = Json.createObjectBuilder()
                            .add("revision", view.revision())
                            .add("leases", array)
                            .build();
                    return EntryResponses.json(body)
                            .header(Headers.REVISION, view.revision())
                            .build();
                });
    }

    @GET
    @Path("{id}")
    public CompletionStage<Response> get(@PathParam("id") String id) {
        long leaseId = ExpiryParameters.leaseId(id);
        var caller = RequestContext.caller(request);
        return requests.view(request, Query.parse(request.getQueryString(), READ))
                .thenApply(view -> view.lease(leaseId)
                        .filter(caller::mayUse)
                        .map(lease -> withEntries(view, lease))
                        .orElseGet(() ->
                                EntryResponses.refused(view, new Refusal.LeaseMissing(view.revision(), leaseId))));
    }

    private Response withEntries(KeyspaceView view, Lease lease) {
        var entries = Json.createArrayBuilder();
        for (EntryName name : view.entriesOf(lease)) {
            entries.add(Json.createObjectBuilder()
                    .add("namespace", name.namespace().name())
                    .add("key", name.key().text()));
        }
        return EntryResponses.json(described(lease).add("entries", entries).build())
                .header(Headers.REVISION, view.revision())
                .build();
    }

    @POST
    @Path("{id}/keep-alive")
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> keepAlive(@PathParam("id") String id) {
        long leaseId = ExpiryParameters.leaseId(id);
        var write = requests.write(request, Query.parse(request.getQueryString(), WRITE));
        return store.write(write, new Operation.KeepLease(leaseId))
                .thenApply(reply -> responses.answered(reply, write, "the lease", LeaseResource::alive));
    }

    /** Ends the lease now and removes its entries in one commit. */
    @DELETE
    @Path("{id}")
    public CompletionStage<Response> revoke(@PathParam("id") String id) {
        long leaseId = ExpiryParameters.leaseId(id);
        var write = requests.write(request, Query.parse(request.getQueryString(), WRITE));
        return store.write(write, new Operation.RevokeLease(leaseId))
                .thenApply(reply -> responses.answered(reply, write, "the lease", outcome -> {
                    var revoked = (Outcome.LeaseRevoked) outcome;
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("revision", revoked.revision())
                                    .add("deleted", revoked.count())
                                    .build())
                            .header(Headers.REVISION, revoked.revision())
                            .header(Headers.DELETED, revoked.count());
                }));
    }

    private static Response.ResponseBuilder alive(Outcome outcome) {
        var alive = (Outcome.LeaseAlive) outcome;
        return EntryResponses.json(Json.createObjectBuilder()
                        .add("id", alive.leaseId())
                        .add("ttl", Duration.ofMillis(alive.ttlMillis()).toString())
                        .build())
                .header(Headers.REVISION, alive.revision());
    }

    private JsonObjectBuilder described(Lease lease) {
        return Json.createObjectBuilder()
                .add("id", lease.id())
                .add("ttl", Duration.ofMillis(lease.ttlMillis()).toString())
                .add(
                        "expires",
                        Instant.ofEpochMilli(store.epochMillisOf(lease.deadlineMillis()))
                                .toString())
                .add("owner", lease.owner().subject());
    }
}
