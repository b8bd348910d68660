package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.Revocation;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RevocationService;
import io.concord.server.service.StoreService;
import io.concord.server.service.WriteContext;
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
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Revocations of tokens: made, listed and lifted by administrators. */
@Path(Routes.REVOCATIONS)
@Dependent
public class RevocationResource {
    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final Set<String> PARAMETERS = Set.of(QueryParameters.TIMEOUT);
    private static final String ABOUT = "the revocation";

    private final StoreService store;
    private final RevocationService revocations;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public RevocationResource(RevocationService revocations, StoreService store, NodeConfig config) {
        this.store = store;
        this.revocations = revocations;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> revoke(InputStream body) {
        var write = write();
        var wanted = RevocationJson.read(
                JsonBody.read(request, body, BODY_BYTES_MAX),
                write.caller().author().issuer());
        return revocations
                .revoke(write, wanted.tokens(), wanted.until(), wanted.includingOwn())
                .thenApply(reply -> responses.answered(reply, write, ABOUT, outcome -> {
                    var revoked = (Outcome.TokensRevoked) outcome;
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("id", revoked.revocationId())
                                    .build())
                            .status(Response.Status.CREATED)
                            .header(Headers.REVISION, revoked.revision());
                }));
    }

    @GET
    public CompletionStage<Response> list() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        return revocations
                .read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(view -> {
                    var array = Json.createArrayBuilder();
                    view.revocations().forEach(revocation -> array.add(described(revocation)));
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("revision", view.revision())
                                    .add("revocations", array)
                                    .build())
                            .header(Headers.REVISION, view.revision())
                            .build();
                });
    }

    @DELETE
    @Path("{id}")
    public CompletionStage<Response> lift(@PathParam("id") String id) {
        var write = write();
        return revocations
                .lift(write, RevocationJson.id(id))
                .thenApply(reply -> responses.answered(reply, write, ABOUT, outcome -> {
                    var lifted = (Outcome.RevocationLifted) outcome;
                    return lifted.existed()
                            ? Response.noContent().header(Headers.REVISION, lifted.revision())
                            : Response.fromResponse(new Problem(ErrorCode.NOT_FOUND, "there is no revocation " + id)
                                            .toResponse(null))
                                    .header(Headers.REVISION, lifted.revision());
                }));
    }

    /** Refused before the body is read. */
    private WriteContext write() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        store.requireAdministrator(RequestContext.caller(request), requests.deadline(query));
        return requests.write(request, query);
    }

    private JsonObjectBuilder described(Revocation revocation) {
        var object = RevocationJson.described(revocation);
        if (revocation.deadlineMillis() != Revocation.FOREVER) {
            object.add(
                    "forgotten",
                    Instant.ofEpochMilli(store.epochMillisOf(revocation.deadlineMillis()))
                            .toString());
        }
        return object;
    }
}
