package io.concord.server.http;

import io.concord.core.access.Rule;
import io.concord.core.access.StoredRule;
import io.concord.core.command.Outcome;
import io.concord.core.model.Precondition;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.KeyspaceView;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RuleService;
import io.concord.server.service.StoreService;
import io.concord.server.service.WriteContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The rules by which callers may do what they do: put, listed and deleted by administrators. */
@Path(Routes.RULES)
@Dependent
public class RuleResource {
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final Set<String> PARAMETERS = Set.of(QueryParameters.TIMEOUT);

    private final StoreService store;
    private final RuleService rules;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public RuleResource(RuleService rules, StoreService store, NodeConfig config) {
        this.store = store;
        this.rules = rules;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @GET
    public CompletionStage<Response> list() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        return rules.read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(view -> {
                    var array = Json.createArrayBuilder();
                    view.rules().forEach(stored -> array.add(RuleJson.described(stored)));
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("rulesRevision", view.rules().revision())
                                    .add("rules", array)
                                    .build())
                            .header(Headers.REVISION, view.revision())
                            .build();
                });
    }

    @GET
    @Path("{name}")
    public CompletionStage<Response> get(@PathParam("name") String name) {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        Rule.requireName(name);
        return rules.read(RequestContext.caller(request), requests.deadline(query))
                .thenApply(view -> view.rules()
                        .find(name)
                        .map(stored -> found(view, stored))
                        .orElseGet(() -> missing(name, view.revision())));
    }

    private static Response found(KeyspaceView view, StoredRule stored) {
        return EntryResponses.json(RuleJson.described(stored))
                .header(HttpHeaders.ETAG, EntityTags.of(stored.revision()))
                .header(Headers.REVISION, view.revision())
                .build();
    }

    @PUT
    @Path("{name}")
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> put(@PathParam("name") String name, InputStream body) {
        var write = write();
        var precondition = precondition();
        var rule = RuleJson.read(Rule.requireName(name), JsonBody.read(request, body, BODY_BYTES_MAX));
        return rules.put(write, rule, precondition)
                .thenApply(reply -> responses.answered(reply, write, subject(name), outcome -> {
                    var put = (Outcome.RulePut) outcome;
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("name", name)
                                    .add("revision", put.rulesRevision())
                                    .build())
                            .status(put.created() ? Response.Status.CREATED : Response.Status.OK)
                            .header(HttpHeaders.ETAG, EntityTags.of(put.rulesRevision()))
                            .header(Headers.REVISION, put.revision());
                }));
    }

    @DELETE
    @Path("{name}")
    public CompletionStage<Response> delete(@PathParam("name") String name) {
        var write = write();
        var precondition = precondition();
        return rules.delete(write, name, precondition)
                .thenApply(reply -> responses.answered(reply, write, subject(name), outcome -> {
                    var deleted = (Outcome.RuleDeleted) outcome;
                    return deleted.existed()
                            ? Response.noContent().header(Headers.REVISION, deleted.revision())
                            : Response.fromResponse(missing(name, deleted.revision()));
                }));
    }

    private static Response missing(String name, long revision) {
        return Response.fromResponse(new Problem(ErrorCode.NOT_FOUND, "there is no " + subject(name)).toResponse(null))
                .header(Headers.REVISION, revision)
                .build();
    }

    /** Refused before the body is read. */
    private WriteContext write() {
        var query = Query.parse(request.getQueryString(), PARAMETERS);
        store.requireAdministrator(RequestContext.caller(request), requests.deadline(query));
        return requests.write(request, query);
    }

    private Precondition precondition() {
        return EntityTags.precondition(
                Requests.list(request, HttpHeaders.IF_MATCH).orElse(null),
                Requests.list(request, HttpHeaders.IF_NONE_MATCH).orElse(null));
    }

    private static String subject(String name) {
        return "rule '" + name + "'";
    }
}
