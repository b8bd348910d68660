package io.concord.server.http;

import io.concord.server.service.Cluster;
import io.concord.server.service.Permission;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;

/** The cluster as this node sees it; answers without a leader, too. */
@Path("/v1/cluster")
@Dependent
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {
    private final Cluster cluster;

    @Context
    HttpServletRequest request;

    @Inject
    public ClusterResource(Cluster cluster) {
        this.cluster = cluster;
    }

    @GET
    @Path("status")
    public StatusBody status() {
        authorize();
        return StatusBody.of(cluster.status());
    }

    @GET
    @Path("members")
    public List<StatusBody.MemberBody> members() {
        authorize();
        return StatusBody.of(cluster.status()).members();
    }

    private void authorize() {
        Query.parse(request.getQueryString(), Set.of());
        RequestContext.caller(request).require(Permission.READ);
    }
}
