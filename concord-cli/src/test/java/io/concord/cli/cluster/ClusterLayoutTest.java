package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterLayoutTest {
    private static ClusterLayout layout(List<NodeLayout> nodes) {
        return new ClusterLayout("test", nodes, Path.of("target/data"), Path.of("target/wlp"));
    }

    @Test
    void nodes_get_consecutive_ports_on_loopback() {
        var layout = layout(ClusterLayout.consecutive(3, 9080, 7800));

        assertThat(layout.members()).isEqualTo("n1=127.0.0.1:7800,n2=127.0.0.1:7801,n3=127.0.0.1:7802");
        assertThat(layout.endpoints())
                .containsExactly(
                        URI.create("http://127.0.0.1:9080"),
                        URI.create("http://127.0.0.1:9081"),
                        URI.create("http://127.0.0.1:9082"));
    }

    @Test
    void paths_become_absolute() {
        assertThat(layout(ClusterLayout.consecutive(1, 9080, 7800)).directory()).isAbsolute();
    }

    @Test
    void none_and_eight_nodes_are_refused() {
        assertThatThrownBy(() -> layout(List.of())).hasMessage("a local cluster has 1 to 7 nodes, not 0");
        assertThatThrownBy(() -> layout(ClusterLayout.consecutive(8, 9080, 7800)))
                .hasMessage("a local cluster has 1 to 7 nodes, not 8");
    }

    @Test
    void an_http_port_in_the_range_of_cluster_ports_is_refused() {
        assertThatThrownBy(() -> layout(ClusterLayout.consecutive(2, 7801, 7800)))
                .hasMessageContaining("port 7801 is wanted twice")
                .hasMessageContaining("by node n1 for HTTP and by node n2 for the cluster")
                .hasMessageContaining("--http-port");
    }

    @Test
    void a_port_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> new NodeLayout("n1", 65536, 7800))
                .hasMessage("HTTP port of node n1 is 65536; it must be 1 to 65172");
        assertThatThrownBy(() -> new NodeLayout("n1", 9080, 65536))
                .hasMessage("cluster port of node n1 is 65536; it must be 1 to 65535");
    }

    @Test
    void a_node_id_cannot_leave_its_directory() {
        assertThatThrownBy(() -> new NodeLayout("../n1", 9080, 7800)).hasMessageContaining("'../n1' is not allowed");
    }

    @Test
    void an_unknown_node_is_named_with_the_known_ones() {
        var layout = layout(ClusterLayout.consecutive(2, 9080, 7800));

        assertThatThrownBy(() -> layout.node("n9")).hasMessageContaining("'n9'").hasMessageContaining("[n1, n2]");
    }

    @Test
    void a_busy_port_names_the_port_the_node_and_the_option() throws Exception {
        int clusterPort = new FreePorts().cluster();
        var layout = layout(ClusterLayout.consecutive(1, new FreePorts().http(), clusterPort));

        try (var taken = new ServerSocket(clusterPort, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(layout::requireFreePorts)
                    .isInstanceOf(ClusterFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("node n1 needs it for the cluster")
                    .hasMessageContaining("--cluster-port BASE");
        }
        layout.requireFreePorts();
    }

    @Test
    void free_ports_never_repeat() {
        var ports = new FreePorts();

        List<NodeLayout> nodes = ports.nodes(7);

        layout(nodes).requireFreePorts();
    }
}
