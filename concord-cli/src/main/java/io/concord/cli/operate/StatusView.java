package io.concord.cli.operate;

import io.concord.cli.console.JsonLines;
import io.concord.cli.remote.RemoteAnswer;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself and of the others.
 *
 * @param endpoint where it was asked
 * @param body see {@link Routes#CLUSTER_STATUS}
 */
record StatusView(URI endpoint, JsonObject body) {
    /** Of the first endpoint that answers. */
    static StatusView any(RemoteCluster cluster) {
        return of(cluster.send(RemoteRequest.get(Routes.CLUSTER_STATUS)));
    }

    static StatusView at(RemoteCluster cluster, URI endpoint) {
        return of(cluster.sendTo(endpoint, RemoteRequest.get(Routes.CLUSTER_STATUS)));
    }

    private static StatusView of(RemoteAnswer answer) {
        return new StatusView(answer.endpoint(), answer.json().asJsonObject());
    }

    /**
     * The endpoint of the leader, among those that were given.
     *
     * @throws RemoteFailure if it is not one of them, or there is none
     */
    static URI leader(RemoteCluster cluster) {
        RemoteFailure last = null;
        var leader = Optional.<String>empty();
        for (var endpoint : cluster.access().endpoints()) {
            try {
                var status = at(cluster, endpoint);
                leader = status.leader();
                if (status.leads()) {
                    return endpoint;
                }
            } catch (RemoteFailure e) {
                last = e;
            }
        }
        if (leader.isEmpty() && last != null) {
            throw last;
        }
        throw RemoteFailure.local(leader.map(id -> "the leader is " + id + ", which is at none of the endpoints "
                        + cluster.access().endpoints() + "; add its address to --endpoint")
                .orElse("the cluster has no leader now; 'concord status' shows whom it can reach"));
    }

    String node() {
        return body.getString("node");
    }

    Optional<String> leader() {
        return Optional.ofNullable(body.getString("leader", null));
    }

    boolean leads() {
        return leader().filter(node()::equals).isPresent();
    }

    boolean isOk() {
        return body.getString("status").equals("ok");
    }

    List<JsonObject> members() {
        return body.getJsonArray("members").getValuesAs(JsonObject.class);
    }

    String text(String name) {
        return JsonLines.text(body.get(name));
    }
}
