package io.concord.server.http;

import io.concord.core.protocol.QueryParameters;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Caller;
import io.concord.server.service.ClusterService;
import io.concord.server.service.ClusterStatus;
import io.concord.server.service.Deadline;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The cluster as this node sees it, which answers without a leader, too; and what an operator does to it. */
@Path("/v1/cluster")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {
    /** The answer to a snapshot: every entry of the log up to this index is in it. */
    public record SnapshotBody(long index) {}

    /** The answer to a hand-over: who is to lead; absent where nobody can take over, or this node does not lead. */
    public record HandOverBody(@Nullable String successor) {}

    private final ClusterService cluster;
    private final WaitTime waitTime;

    @Context
    HttpServletRequest request;

    @Inject
    public ClusterResource(ClusterService cluster, NodeConfig config) {
        this.cluster = cluster;
        this.waitTime = new WaitTime(config);
    }

    @GET
    @Path("status")
    public StatusBody status() {
        return StatusBody.of(seen(), cluster.mayCount(caller()));
    }

    @GET
    @Path("members")
    public List<StatusBody.MemberBody> members() {
        return StatusBody.of(seen(), false).members();
    }

    @POST
    @Path("members/{id}/promote")
    public CompletionStage<Response> promote(@PathParam("id") String id) {
        return cluster.promote(caller(), id, deadline())
                .thenApply(done -> Response.noContent().build());
    }

    @DELETE
    @Path("members/{id}")
    public CompletionStage<Response> remove(@PathParam("id") String id) {
        return cluster.remove(caller(), id, deadline())
                .thenApply(done -> Response.noContent().build());
    }

    @POST
    @Path("snapshot")
    public CompletionStage<SnapshotBody> snapshot() {
        return cluster.snapshot(caller(), deadline()).thenApply(SnapshotBody::new);
    }

    @POST
    @Path("finish-upgrade")
    public CompletionStage<Response> finishUpgrade() {
        return cluster.finishUpgrade(caller(), deadline())
                .thenApply(done -> Response.noContent().build());
    }

    @POST
    @Path("hand-over")
    public CompletionStage<HandOverBody> handOver() {
        Query.parse(request.getQueryString(), Set.of());
        return cluster.handOver(caller()).thenApply(successor -> new HandOverBody(successor.orElse(null)));
    }

    private ClusterStatus seen() {
        Query.parse(request.getQueryString(), Set.of());
        return cluster.status(caller());
    }

    private Caller caller() {
        return RequestContext.caller(request);
    }

    private Deadline deadline() {
        var query = Query.parse(request.getQueryString(), Set.of(QueryParameters.TIMEOUT));
        return waitTime.deadline(query.single(QueryParameters.TIMEOUT));
    }
}
