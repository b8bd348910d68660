package io.concord.server.http;

import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RuleService;
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

/** Says whether somebody may do something, and why. */
@Path(Routes.AUTHZ_EXPLAIN)
@Dependent
public class AuthzResource {
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final RuleService rules;
    private final Requests requests;

    @Context
    HttpServletRequest request;

    @Inject
    public AuthzResource(RuleService rules, StoreService store, NodeConfig config) {
        this.rules = rules;
        this.requests = new Requests(store, config);
    }

    /** Of the caller; of anybody else for administrators. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> explain(InputStream body) {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT));
        var caller = RequestContext.caller(request);
        var asked = ExplainJson.read(JsonBody.read(request, body, BODY_BYTES_MAX));
        return rules.explain(caller, asked.identity(), asked.need(), requests.deadline(query))
                .thenApply(decision ->
                        EntryResponses.json(ExplainJson.described(decision)).build());
    }
}
