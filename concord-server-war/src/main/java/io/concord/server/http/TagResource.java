package io.concord.server.http;

import io.concord.core.command.Step;
import io.concord.core.model.Tag;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.core.protocol.Routes;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Tags, by which entries of all namespaces go in one commit; within one namespace it is {@code /v1/kv?tag=}. */
@Path(Routes.TAGS)
@Dependent
public class TagResource {
    private final StoreService store;
    private final Requests requests;
    private final EntryResponses responses;

    @Context
    HttpServletRequest request;

    @Inject
    public TagResource(StoreService store, NodeConfig config) {
        this.store = store;
        this.requests = new Requests(store, config);
        this.responses = new EntryResponses(store);
    }

    @DELETE
    @Path("{tag}")
    public CompletionStage<Response> delete(@PathParam("tag") String tag) {
        return delete(Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT)), tag);
    }

    /** The same for a tag that cannot stand in a path. */
    @DELETE
    public CompletionStage<Response> deleteNamed() {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TAG, QueryParameters.TIMEOUT));
        var tag = query.single(QueryParameters.TAG)
                .orElseThrow(() -> new RequestFailure(
                        ErrorCode.INVALID_REQUEST,
                        "no tag is given: use " + Routes.TAGS + "/{tag} or " + Routes.TAGS + "?" + QueryParameters.TAG
                                + "="));
        return delete(query, tag);
    }

    private CompletionStage<Response> delete(Query query, String tag) {
        Requests.refuseConditions(request, "the removal of a tag");
        var write = requests.write(request, query);
        return store.write(write, new Step.DeleteTagged(new Tag(tag), Optional.empty(), false))
                .thenApply(reply -> responses.rangeDeleted(reply, write, "the tag"));
    }
}
