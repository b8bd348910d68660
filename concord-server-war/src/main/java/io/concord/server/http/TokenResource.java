package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.KeyspaceView;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Permission;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import io.concord.server.service.TokenService;
import io.concord.server.service.WriteContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Concord's own tokens: made, listed and revoked by administrators. */
@Path(Routes.TOKENS)
@Dependent
public class TokenResource {
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int PAGE_DEFAULT = 100;
    private static final int PAGE_MAX = 10_000;
    private static final Set<String> PARAMETERS = Set.of(QueryParameters.TIMEOUT);
    private static final Set<String> LIST_PARAMETERS =
            Set.of(QueryParameters.TIMEOUT, QueryParameters.LIMIT, QueryParameters.CURSOR);
    private static final String ABOUT = "the token";

    private final TokenService tokens;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public TokenResource(TokenService tokens, StoreService store, NodeConfig config) {
        this.tokens = tokens;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> createToken(InputStream body) {
        var write = write();
        var wanted = TokenJson.read(JsonBody.read(request, body, BODY_BYTES_MAX));
        return tokens.create(write, wanted.bearer(), wanted.lifetimeSeconds())
                .thenApply(minted -> created(write, wanted.bearer(), minted));
    }

    private Response created(WriteContext write, TokenBearer bearer, TokenService.Minted minted) {
        return responses.answered(minted.reply(), write, ABOUT, outcome -> {
            var recorded = (Outcome.TokenRecorded) outcome;
            return EntryResponses.json(
                            TokenJson.minted(bearer, recorded, minted.token().orElseThrow()))
                    .status(Response.Status.CREATED)
                    .header(Headers.REVISION, recorded.revision());
        });
    }

    @GET
    public CompletionStage<Response> listTokens() {
        var query = Query.parse(request.getQueryString(), LIST_PARAMETERS);
        long limit = query.number(QueryParameters.LIMIT, PAGE_DEFAULT);
        if (limit < 1 || limit > PAGE_MAX) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST,
                    "query parameter 'limit' is " + limit + "; it lies between 1 and " + PAGE_MAX);
        }
        var after = query.single(QueryParameters.CURSOR).map(TokenJson::id);
        return tokens.read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(view -> page(view, after, limit));
    }

    private static Response page(KeyspaceView view, Optional<TokenId> after, long limit) {
        var array = Json.createArrayBuilder();
        var body = Json.createObjectBuilder().add("revision", view.revision());
        long left = limit;
        TokenId last = null;
        for (var token : after.map(view::tokensAfter).orElseGet(view::tokens)) {
            if (left-- == 0 && last != null) {
                body.add("cursor", last.text());
                break;
            }
            array.add(TokenJson.described(view, token));
            last = token.id();
        }
        return EntryResponses.json(body.add("tokens", array).build())
                .header(Headers.REVISION, view.revision())
                .build();
    }

    @GET
    @Path("{id: (?!keys$|revocations$)[^/]+}")
    public CompletionStage<Response> getToken(@PathParam("id") String id) {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        var wanted = TokenJson.id(id);
        return tokens.read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(view -> view.token(wanted)
                        .map(token -> EntryResponses.json(
                                        TokenJson.described(view, token).build())
                                .header(Headers.REVISION, view.revision())
                                .build())
                        .orElseGet(
                                () -> EntryResponses.refused(view, new Refusal.TokenMissing(view.revision(), wanted))));
    }

    @DELETE
    @Path("{id: (?!keys$|revocations$)[^/]+}")
    public CompletionStage<Response> revokeToken(@PathParam("id") String id) {
        var write = write();
        return tokens.revoke(write, TokenJson.id(id))
                .thenApply(reply -> responses.answered(
                        reply,
                        write,
                        ABOUT,
                        outcome -> Response.noContent().header(Headers.REVISION, outcome.revision())));
    }

    /** Refused before the body is read. */
    private WriteContext write() {
        RequestContext.caller(request).require(Permission.ADMIN);
        return requests.write(request, Query.parse(request.getQueryString(), PARAMETERS));
    }
}
