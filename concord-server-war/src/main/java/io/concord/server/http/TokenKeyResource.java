package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Permission;
import io.concord.server.service.StoreService;
import io.concord.server.service.TokenService;
import io.concord.server.service.WriteContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The keys of Concord's own tokens: changed, shown and removed by administrators. */
@Path(Routes.TOKEN_KEYS)
@Dependent
public class TokenKeyResource {
    private static final Set<String> PARAMETERS = Set.of(QueryParameters.TIMEOUT);
    private static final String ABOUT = "the signing key";

    private final TokenService tokens;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public TokenKeyResource(TokenService tokens, StoreService store, NodeConfig config) {
        this.tokens = tokens;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @POST
    public CompletionStage<Response> rotateKeys() {
        var write = write();
        return tokens.rotate(write)
                .thenApply(reply -> responses.answered(reply, write, ABOUT, outcome -> {
                    var added = (Outcome.SigningKeyAdded) outcome;
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("id", added.id().text())
                                    .build())
                            .status(Response.Status.CREATED)
                            .header(Headers.REVISION, added.revision());
                }));
    }

    @GET
    public CompletionStage<Response> listKeys() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        return tokens.read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(view -> EntryResponses.json(Json.createObjectBuilder()
                                .add("revision", view.revision())
                                .add("keys", TokenJson.described(view.signingKeys()))
                                .build())
                        .header(Headers.REVISION, view.revision())
                        .build());
    }

    @DELETE
    @Path("{id}")
    public CompletionStage<Response> removeKey(@PathParam("id") String id) {
        var write = write();
        return tokens.removeKey(write, TokenJson.id(id))
                .thenApply(reply -> responses.answered(reply, write, ABOUT, outcome -> {
                    var removed = (Outcome.SigningKeyRemoved) outcome;
                    return removed.existed()
                            ? Response.noContent().header(Headers.REVISION, removed.revision())
                            : Response.fromResponse(new Problem(ErrorCode.NOT_FOUND, "there is no such signing key")
                                            .toResponse(null))
                                    .header(Headers.REVISION, removed.revision());
                }));
    }

    private WriteContext write() {
        RequestContext.caller(request).require(Permission.ADMIN);
        return requests.write(request, Query.parse(request.getQueryString(), PARAMETERS));
    }
}
