package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.ClusterLayout;
import io.concord.cli.cluster.FreePorts;
import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.NodeLayout;
import io.concord.cli.cluster.TokenGroup;
import io.concord.server.raft.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Real servers that are told each other's ids and a name of DNS. */
class DiscoveryIT {
    @Test
    void servers_that_know_each_others_ids_alone_found_a_cluster_by_dns() throws IOException {
        var nodes = new FreePorts().nodes(3);
        try (var dns = new NameServer()) {
            dns.know(nodes.stream()
                    .map(node -> new InetSocketAddress(InetAddress.getLoopbackAddress(), node.clusterPort()))
                    .toArray(InetSocketAddress[]::new));
            var options = Clusters.OPTIONS
                    .withEnvironment("CONCORD_CLUSTER_MEMBERS", "n1,n2,n3")
                    .withEnvironment("CONCORD_CLUSTER_HOST", NodeLayout.HOST)
                    .withEnvironment("CONCORD_CLUSTER_DISCOVERY", "dns")
                    .withEnvironment("CONCORD_CLUSTER_DNS_QUERY", NameServer.SERVICE)
                    .withEnvironment("CONCORD_CLUSTER_DNS_RECORD_TYPE", "SRV")
                    .withEnvironment("CONCORD_CLUSTER_DNS_SERVER", dns.address());
            for (var node : nodes) {
                options = options.withNodeEnvironment(
                        node.id(), "CONCORD_CLUSTER_PORT", Integer.toString(node.clusterPort()));
            }
            var layout = new ClusterLayout("discovery", nodes, Clusters.emptied("discovery"), Clusters.libertyHome());
            try (var cluster = new LocalCluster(layout, options)) {
                cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);

                assertThat(client(cluster, "n1").put("k", "v").statusCode()).isEqualTo(201);
                assertThat(Client.text(client(cluster, "n3").get("k"))).isEqualTo("v");
                var members = client(cluster, "n2").status().getJsonArray("members");
                for (var node : nodes) {
                    assertThat(members)
                            .extracting(member -> member.asJsonObject().getString("id") + " at "
                                    + member.asJsonObject().getString("address"))
                            .contains(node.id() + " at " + NodeLayout.HOST + ":" + node.clusterPort());
                }
                assertThat(members).hasSameSizeAs(nodes);
            }
            assertThat(dns.questions()).contains("SRV " + NameServer.SERVICE);
        }
    }

    private static Client client(LocalCluster cluster, String id) {
        return SharedCluster.client(cluster, id, TokenGroup.ADMIN);
    }
}
