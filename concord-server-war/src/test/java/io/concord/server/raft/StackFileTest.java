package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static String shipped() throws IOException {
        var config = TestNodes.config("n1", TestNodes.ports(3), "stack-file-test");
        return new StackFile(config).fill(Files.readString(SHIPPED));
    }
}
