package io.concord.server.http;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Step;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.core.state.KeyspaceView;
import io.concord.core.state.NamespaceSummary;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Namespaces: made, joined, listed, cleared and destroyed. */
@Path(Routes.NAMESPACES)
@Dependent
public class NamespaceResource {
    private static final int BODY_BYTES_MAX = 4096;
    private static final String DEFAULT_TTL = "defaultTtl";
    private static final String MAX_ENTRIES = "maxEntries";
    private static final String MAX_BYTES = "maxBytes";
    private static final Set<String> READ = Set.of(QueryParameters.TIMEOUT, QueryParameters.CONSISTENCY);
    private static final Set<String> WRITE = Set.of(QueryParameters.TIMEOUT);

    private final StoreService store;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public NamespaceResource(StoreService store, NodeConfig config) {
        this.store = store;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @GET
    public CompletionStage<Response> list() {
        return requests.view(request, Query.parse(request.getQueryString(), READ), Need.everything(Verb.READ))
                .thenApply(view -> {
                    var array = Json.createArrayBuilder();
                    view.namespaces().forEach(summary -> array.add(json(summary)));
                    return answer(
                            view,
                            Json.createObjectBuilder()
                                    .add("revision", view.revision())
                                    .add("namespaces", array)
                                    .build());
                });
    }

    @GET
    @Path("{namespace}")
    public CompletionStage<Response> get() {
        var query = Query.parse(request.getQueryString(), READ);
        var namespace = namespace(query);
        return requests.view(request, query, Need.whole(Verb.READ, namespace))
                .thenApply(view -> view.namespace(namespace)
                        .map(summary -> answer(view, json(summary)))
                        .orElseGet(() -> EntryResponses.namespaceMissing(view, namespace)));
    }

    /** Makes the namespace, or joins it; a body sets what it says for all. */
    @PUT
    @Path("{namespace}")
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> create(InputStream body) {
        var query = Query.parse(request.getQueryString(), WRITE);
        var write = requests.write(request, query);
        var namespace = namespace(query);
        var settings = JsonBody.readOptional(request, body, BODY_BYTES_MAX).map(NamespaceResource::settings);
        return store.write(write, new Operation.CreateNamespace(namespace, settings, mustBeNew()))
                .thenApply(reply -> responses.answered(reply, write, subject(namespace), outcome -> {
                    var ready = (Outcome.NamespaceReady) outcome;
                    var object = Json.createObjectBuilder().add("namespace", namespace.name());
                    return EntryResponses.json(OutcomeJson.settings(object, ready.settings())
                                    .build())
                            .status(ready.created() ? Response.Status.CREATED : Response.Status.OK)
                            .header(Headers.REVISION, ready.revision());
                }));
    }

    /** Removes all entries in one commit. */
    @POST
    @Path("{namespace}/clear")
    @Consumes(MediaType.WILDCARD)
    public CompletionStage<Response> clear() {
        var query = Query.parse(request.getQueryString(), WRITE);
        var write = requests.write(request, query);
        Requests.refuseConditions(request, "clearing");
        var path = EntryPath.of(request.getRequestURI(), query);
        return store.write(write, new Step.DeleteRange(path.namespace(), KeyRange.ALL, false))
                .thenApply(reply -> responses.rangeDeleted(reply, write, EntryResource.some(path)));
    }

    @DELETE
    @Path("{namespace}")
    public CompletionStage<Response> destroy() {
        var query = Query.parse(request.getQueryString(), WRITE);
        var write = requests.write(request, query);
        Requests.refuseConditions(request, "destroying");
        var namespace = namespace(query);
        return store.write(write, new Operation.DestroyNamespace(namespace))
                .thenApply(reply -> responses.answered(reply, write, subject(namespace), outcome -> {
                    var destroyed = (Outcome.NamespaceDestroyed) outcome;
                    return EntryResponses.json(Json.createObjectBuilder()
                                    .add("revision", destroyed.revision())
                                    .add("existed", destroyed.existed())
                                    .add("deleted", destroyed.count())
                                    .build())
                            .header(Headers.REVISION, destroyed.revision())
                            .header(Headers.DELETED, destroyed.count());
                }));
    }

    private Namespace namespace(Query query) {
        return EntryPath.of(request.getRequestURI(), query).namespace();
    }

    private boolean mustBeNew() {
        Optional<String> header = Requests.list(request, HttpHeaders.IF_NONE_MATCH);
        if (header.isPresent() && !header.get().strip().equals("*")) {
            throw new RequestFailure(ErrorCode.INVALID_REQUEST, "If-None-Match on a write is '*' (create if absent)");
        }
        return header.isPresent();
    }

    private static NamespaceSettings settings(JsonObject body) {
        JsonMembers.requireKnown(body, "the settings", Set.of(DEFAULT_TTL, MAX_ENTRIES, MAX_BYTES));
        return new NamespaceSettings(
                body.containsKey(DEFAULT_TTL)
                        ? ExpiryParameters.ttlMillis(DEFAULT_TTL, JsonMembers.string(body, DEFAULT_TTL))
                        : 0,
                JsonMembers.number(body, MAX_ENTRIES, 0),
                JsonMembers.number(body, MAX_BYTES, 0));
    }

    private static JsonObject json(NamespaceSummary summary) {
        var object = Json.createObjectBuilder()
                .add("namespace", summary.namespace().name())
                .add("entries", summary.entries())
                .add("bytes", summary.bytes());
        return OutcomeJson.settings(object, summary.settings()).build();
    }

    private static Response answer(KeyspaceView view, JsonObject body) {
        return EntryResponses.json(body)
                .header(Headers.REVISION, view.revision())
                .build();
    }

    private static String subject(Namespace namespace) {
        return "namespace '" + namespace + "'";
    }
}
