package io.concord.cli.operate;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.console.JsonLines;
import io.concord.cli.remote.Pause;
import io.concord.cli.remote.RemoteAnswer;
import io.concord.cli.remote.RemoteCluster;
import io.concord.cli.remote.RemoteFailure;
import io.concord.cli.remote.RemoteRequest;
import io.concord.core.protocol.Routes;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a node says of itself and of the others.
 *
 * @param endpoint where it was asked
 * @param body see {@link Routes#CLUSTER_STATUS}
 */
public record StatusView(URI endpoint, JsonObject body) {
    /** Of the first endpoint that answers. */
    static StatusView any(RemoteCluster cluster) {
        return of(cluster.send(RemoteRequest.get(Routes.CLUSTER_STATUS)));
    }

    /**
     * Of one endpoint, at once.
     *
     * @throws RemoteFailure if it does not answer so
     */
    static StatusView at(RemoteCluster cluster, URI endpoint) {
        return of(cluster.sendOnce(endpoint, RemoteRequest.get(Routes.CLUSTER_STATUS)));
    }

    /** In an answer that is there already. */
    public static StatusView of(RemoteAnswer answer) {
        return new StatusView(answer.endpoint(), answer.json().asJsonObject());
    }

    /**
     * The endpoint of the leader, among those that were given; waits for one while the cluster has none.
     *
     * @throws RemoteFailure if it is not one of them, or there is none in time
     */
    static URI leader(RemoteCluster cluster) {
        var end = Instant.now().plus(cluster.access().timeout());
        while (true) {
            var seen = new ArrayList<StatusView>();
            for (var endpoint : cluster.access().endpoints()) {
                var status = now(cluster, endpoint);
                if (status.filter(StatusView::leads).isPresent()) {
                    return endpoint;
                }
                status.ifPresent(seen::add);
            }
            var leaders = seen.stream().map(StatusView::leader).collect(Collectors.toSet());
            var agreed = seen.size() == cluster.access().endpoints().size()
                    && leaders.size() == 1
                    && !leaders.contains(Optional.empty());
            if (agreed || Instant.now().isAfter(end)) {
                throw noLeader(cluster, leaders);
            }
            Pause.beforeLooking();
        }
    }

    /** What an endpoint says at once; empty where it says nothing. */
    private static Optional<StatusView> now(RemoteCluster cluster, URI endpoint) {
        try {
            return Optional.of(at(cluster, endpoint));
        } catch (RemoteFailure e) {
            if (e.exitCode() == ExitCodes.UNAVAILABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @param leaders as those that answered know them */
    private static RemoteFailure noLeader(RemoteCluster cluster, Set<Optional<String>> leaders) {
        var endpoints = cluster.access().endpoints();
        if (leaders.isEmpty()) {
            return new RemoteFailure(
                    ExitCodes.UNAVAILABLE, "none of the endpoints " + endpoints + " answers; nothing was changed");
        }
        var known = leaders.stream().flatMap(Optional::stream).sorted().collect(Collectors.joining(" or "));
        return known.isEmpty()
                ? new RemoteFailure(
                        ExitCodes.UNAVAILABLE,
                        "the cluster has no leader now; 'concord status' shows whom it can reach")
                : RemoteFailure.local("the leader is " + known + ", which is at none of the endpoints " + endpoints
                        + " that answer; add its address to --endpoint");
    }

    public String node() {
        return body.getString("node");
    }

    public Optional<String> leader() {
        return Optional.ofNullable(body.getString("leader", null));
    }

    boolean leads() {
        return leader().filter(node()::equals).isPresent();
    }

    boolean isOk() {
        return body.getString("status").equals("ok");
    }

    public List<JsonObject> members() {
        return body.getJsonArray("members").getValuesAs(JsonObject.class);
    }

    String text(String name) {
        return JsonLines.text(body.get(name));
    }
}
