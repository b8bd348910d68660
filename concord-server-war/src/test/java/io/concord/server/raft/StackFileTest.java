package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.config.Discovery;
import io.concord.server.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The shipped JGroups stack, filled in for a node. */
class StackFileTest {
    private static final Path SHIPPED = Path.of("../liberty-config/src/main/liberty/config/concord-stack.xml");

    @Test
    void every_placeholder_of_the_shipped_stack_is_filled_in() throws IOException {
        var filled = shipped();

        assertThat(filled.substring(filled.indexOf("-->")))
                .doesNotContain("${")
                .contains("members=\"n1,n2,n3\"", "raft_id=\"n1\"", "127.0.0.1[");
    }

    @Test
    void the_shipped_stack_runs_own_consensus_and_opens_no_unguarded_door() throws IOException {
        assertThat(shipped())
                .contains("<io.concord.server.raft.ConcordRaft", "diag.enabled=\"false\"")
                .doesNotContain("<raft.CLIENT", "<raft.REDIRECT", "<raft.RAFT", "<raft.ELECTION");
    }

    @Test
    void an_unknown_placeholder_is_refused_by_name() {
        var stack = new StackFile(TestNodes.config("n1", TestNodes.ports(1), "stack-file-test"));

        assertThatThrownBy(() -> stack.fill("<TCP x=\"${concord.bind-prot}\"/>"))
                .hasMessageContaining("${concord.bind-prot}")
                .hasMessageContaining("concord.bind-port");
    }

    @Test
    void members_find_each_other_by_their_list() throws IOException {
        var found = Pattern.compile("<TCPPING initial_hosts=\"(127\\.0\\.0\\.1\\[\\d+],?){3}\" port_range=\"0\"/>");

        assertThat(shipped()).containsPattern(found).doesNotContain("PING dns", "MPING mcast", "<MPING", "<dns.");
    }

    @Test
    void members_find_each_other_by_dns() throws IOException {
        assertThat(shipped(new Discovery.Dns(
                        List.of("a.example", "b.example"), Discovery.RecordType.SRV, Optional.of("[::1]:53"))))
                .contains("<dns.DNS_PING dns_query=\"a.example,b.example\" dns_record_type=\"SRV\""
                        + " dns_address=\"[::1]:53\"/>")
                .doesNotContain("<TCPPING");
        assertThat(shipped(new Discovery.Dns(List.of("a.example"), Discovery.RecordType.A, Optional.empty())))
                .contains("<dns.DNS_PING dns_query=\"a.example\" dns_record_type=\"A\"/>");
    }

    @Test
    void multicast_does_not_leave_the_machine() throws IOException {
        assertThat(shipped(new Discovery.Multicast()))
                .containsPattern(
                        "<MPING bind_addr=\"127.0.0.1\" mcast_addr=\"239\\.[\\d.]+\" mcast_port=\"\\d+\" ip_ttl=\"0\"/>")
                .doesNotContain("<TCPPING");
    }

    @Test
    void a_stack_that_would_not_do_what_was_configured_is_refused() throws IOException {
        var own = Files.readString(SHIPPED)
                .replace("${concord.discovery}", "<TCPPING initial_hosts=\"${concord.initial-hosts}\"/>");

        assertThat(new StackFile(config(new Discovery.Listed())).fill(own)).contains("<TCPPING initial_hosts=\"127.");
        assertThatThrownBy(() -> new StackFile(config(new Discovery.Multicast())).fill(own))
                .hasMessageContaining("concord.cluster.discovery is 'multicast'")
                .hasMessageContaining("put ${concord.discovery} in the place of that protocol");
    }

    private static String shipped() throws IOException {
        return shipped(new Discovery.Listed());
    }

    private static String shipped(Discovery discovery) throws IOException {
        return new StackFile(config(discovery)).fill(Files.readString(SHIPPED));
    }

    private static NodeConfig config(Discovery discovery) {
        var config = TestNodes.config("n1", TestNodes.ports(3), "stack-file-test");
        return TestNodes.discovering(config, discovery, config.address());
    }
}
