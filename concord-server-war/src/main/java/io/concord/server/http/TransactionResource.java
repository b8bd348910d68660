package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Atomic transactions over any entries of any namespaces: compare, then or else. */
@Path(Routes.TRANSACTIONS)
@Dependent
public class TransactionResource {
    /** Bodies are larger than what they carry: base64, escapes, names of members. */
    private static final int BODY_OVERHEAD = 3;

    private final StoreService store;
    private final Requests requests;
    private final EntryResponses responses;
    private final OutcomeJson json;

    @Context
    HttpServletRequest request;

    @Inject
    public TransactionResource(StoreService store, NodeConfig config) {
        this.store = store;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
        this.json = new OutcomeJson(store);
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> execute(InputStream body) {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT, QueryParameters.DRY_RUN));
        var dryRun = query.flag(QueryParameters.DRY_RUN);
        var caller = RequestContext.caller(request);
        // Before the body is read: nobody uploads what may not be carried out.
        store.requireAnything(caller, requests.deadline(query));
        var transaction = TransactionJson.read(
                JsonBody.read(request, body, BODY_OVERHEAD * store.limits().transactionBytesMax()));
        if (dryRun || transaction.isReadOnly()) {
            return store.evaluate(caller, transaction, requests.deadline(query)).thenApply(this::evaluated);
        }
        var write = requests.write(request, query);
        return store.write(write, transaction)
                .thenApply(reply -> responses.answered(reply, write, "the entry", this::answer));
    }

    private Response evaluated(Outcome outcome) {
        if (outcome instanceof Refusal refused) {
            var problem = RefusalProblems.of(refused, "the entry");
            return problem.toResponse(null);
        }
        return answer(outcome).build();
    }

    private Response.ResponseBuilder answer(Outcome outcome) {
        return EntryResponses.json(outcome.accept(json)).header(Headers.REVISION, outcome.revision());
    }
}
