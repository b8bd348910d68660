package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.model.RequestId;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What became of a write whose answer never came. */
@Path(Routes.REQUESTS)
@Dependent
public class RequestResource {
    private final StoreService store;
    private final Requests requests;
    private final OutcomeJson json;

    @Context
    HttpServletRequest request;

    @Inject
    public RequestResource(StoreService store, NodeConfig config) {
        this.store = store;
        this.requests = new Requests(store, config);
        this.json = new OutcomeJson(store);
    }

    /** The outcome of the caller's own request; nobody sees another one's. */
    @GET
    @Path("{id}")
    public CompletionStage<Response> get(@PathParam("id") String id) {
        return outcomeOf(id, Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT)));
    }

    /** The same for an id that cannot stand in a path. */
    @GET
    public CompletionStage<Response> getNamed() {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.ID, QueryParameters.TIMEOUT));
        var id = query.single(QueryParameters.ID)
                .orElseThrow(() -> new RequestFailure(
                        ErrorCode.INVALID_REQUEST,
                        "no id is given: use " + Routes.REQUESTS + "/{id} or " + Routes.REQUESTS + "?"
                                + QueryParameters.ID + "="));
        return outcomeOf(id, query);
    }

    private CompletionStage<Response> outcomeOf(String id, Query query) {
        var requestId = new RequestId(id);
        return store.outcomeOf(RequestContext.caller(request), requestId, requests.deadline(query))
                .thenApply(outcome -> outcome.map(known -> answer(requestId, known))
                        .orElseThrow(() -> new RequestFailure(
                                ErrorCode.NOT_FOUND,
                                "no write with this id of yours is known: it was not carried out by now, or so long ago"
                                        + " that it is forgotten. Retry it with the same id")));
    }

    private Response answer(RequestId id, Outcome outcome) {
        return EntryResponses.json(Json.createObjectBuilder()
                        .add("id", id.text())
                        .add("outcome", outcome.accept(json))
                        .build())
                .build();
    }
}
