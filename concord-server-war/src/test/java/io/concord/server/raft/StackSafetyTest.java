package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.TestAuthority;
import io.concord.server.config.ClusterTls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jgroups.JChannel;
import org.jgroups.protocols.TCP;
import org.jgroups.util.TLSClientAuth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stacks a node starts with: variations of the shipped one, as an operator could write them. */
class StackSafetyTest {
    private static final Path WORK = Path.of("target/stack-safety-test").toAbsolutePath();
    private static final TestAuthority AUTHORITY = new TestAuthority("cluster");
    private static final ClusterTls CERTIFICATES = new ClusterTls(
            AUTHORITY.keystore(WORK.resolve("n1.p12"), "n1"),
            TestAuthority.PASSWORD,
            AUTHORITY.truststore(WORK.resolve("authority.p12")),
            TestAuthority.PASSWORD);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ELSEWHERE = "192.0.2.1";

    private final List<Integer> ports = TestNodes.ports(1);

    @Test
    void the_shipped_stack_is_safe_on_loopback() throws Exception {
        try (var channel = build(shipped(), LOOPBACK, Optional.empty())) {
            assertThat(transport(channel).tls().enabled()).isFalse();
        }
    }

    @Test
    void the_shipped_stack_with_certificates_is_safe_everywhere() throws Exception {
        try (var channel = build(shipped(), ELSEWHERE, Optional.of(CERTIFICATES))) {
            assertThat(transport(channel).tls().enabled()).isTrue();
            assertThat(transport(channel).tls().getClientAuth()).isEqualTo(TLSClientAuth.NEED);
            assertThat(transport(channel).tls().getProtocols()).containsExactly("TLSv1.3");
        }
    }

    @Test
    void a_transport_that_others_reach_without_certificates_is_refused() throws IOException {
        assertRefused(
                shipped(),
                ELSEWHERE,
                "TCP: it is bound to /192.0.2.1, where others can reach it",
                "concord.cluster.tls.keystore");
    }

    @Test
    void tls_that_asks_nobody_for_a_certificate_is_refused() throws IOException {
        assertRefused(
                shipped().replace("diag.enabled", "tls.enabled=\"true\" diag.enabled"),
                ELSEWHERE,
                "without TLS that asks for certificates");
    }

    @Test
    void another_transport_is_refused() throws IOException {
        assertRefused(
                shipped()
                        .replaceFirst(
                                "(?s)<io.concord.server.raft.MemberTcp .*?/>",
                                "<TCP_NIO2 bind_port=\"7800\" diag.enabled=\"false\"/>"),
                LOOPBACK,
                "TCP_NIO2: members are reached by TCP alone");
    }

    @Test
    void diagnostics_are_refused_also_where_the_file_does_not_mention_them() throws IOException {
        assertRefused(
                shipped().replace("diag.enabled=\"false\"", ""),
                LOOPBACK,
                "TCP: its diagnostics answer and obey everybody");
    }

    @Test
    void the_port_for_commands_is_refused() throws IOException {
        assertRefused(above("<raft.CLIENT/>"), LOOPBACK, "CLIENT: it executes commands of whoever reaches its port");
    }

    @Test
    void elections_beside_our_own_are_refused() throws IOException {
        assertRefused(above("<raft.ELECTION/>"), LOOPBACK, "ELECTION: it would decide beside Concord's own consensus");
    }

    @Test
    void the_forwarding_of_commands_is_refused() throws IOException {
        assertRefused(above("<raft.REDIRECT/>"), LOOPBACK, "REDIRECT: it executes commands past Concord's rules");
    }

    @Test
    void a_failure_detector_with_an_open_port_of_its_own_is_refused() throws IOException {
        assertRefused(
                shipped().replace("<FD_ALL3 ", "<FD_SOCK2/>\n  <FD_ALL3 "),
                ELSEWHERE,
                "FD_SOCK2: it opens a port that asks nobody for a certificate");
    }

    @Test
    void multicast_is_safe_on_loopback_alone() throws Exception {
        build(multicast("ip_ttl=\"0\""), LOOPBACK, Optional.empty()).close();

        assertRefused(multicast("ip_ttl=\"0\""), ELSEWHERE, "MPING: it asks the network for members");
        assertThatThrownBy(() -> build(multicast("ip_ttl=\"0\""), ELSEWHERE, Optional.of(CERTIFICATES))
                        .close())
                .hasMessageContaining("MPING: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ip_ttl=\"1\"",
                "ip_ttl=\"0\" send_on_all_interfaces=\"true\"",
                "ip_ttl=\"0\" receive_on_all_interfaces=\"true\"",
                "ip_ttl=\"0\" send_interfaces=\"lo\"",
                "ip_ttl=\"0\" receive_interfaces=\"lo\""
            })
    void multicast_that_could_leave_the_machine_is_refused_on_loopback_too(String attributes) throws IOException {
        assertRefused(multicast(attributes), LOOPBACK, "MPING: it asks the network for members");
    }

    @Test
    void a_search_by_broadcast_is_refused() throws IOException {
        assertRefused(
                shipped().replace("${concord.discovery}", "<BPING dest=\"127.255.255.255\"/>"),
                LOOPBACK,
                "BPING: it asks the network for members");
    }

    @Test
    void everything_that_is_not_safe_is_told_at_once() throws IOException {
        assertRefused(
                above("<raft.REDIRECT/><raft.CLIENT/>").replace("diag.enabled=\"false\"", ""),
                LOOPBACK,
                "is not safe:\n  - TCP: ",
                "\n  - REDIRECT: ",
                "\n  - CLIENT: ");
    }

    @Test
    void a_node_does_not_start_with_such_a_stack() throws IOException {
        var file = Files.writeString(WORK.resolve("stack.xml"), above("<raft.CLIENT/>"));
        var config = TestNodes.config("n1", ports, "stack-safety-test", file, Optional.empty());

        assertThatThrownBy(() -> ClusterChannel.open(config))
                .isInstanceOf(NodeStartException.class)
                .hasMessageStartingWith("the JGroups stack " + file + " is not safe:\n  - CLIENT: ");
    }

    private void assertRefused(String stack, String boundTo, String... said) {
        assertThatThrownBy(() -> build(stack, boundTo, Optional.empty()).close())
                .isInstanceOf(NodeStartException.class)
                .hasMessageContainingAll(said);
    }

    /** JGroups builds no stack for an address that this machine does not have, so it gets its address afterwards. */
    private JChannel build(String stack, String boundTo, Optional<ClusterTls> certificates) throws Exception {
        var file = Files.writeString(WORK.resolve("stack.xml"), stack);
        var config = TestNodes.config("n1", ports, "stack-safety-test", file, certificates);
        var channel = new JChannel(new StackFile(config).open());
        channel.getProtocolStack().getTransport().setBindAddress(InetAddress.getByName(boundTo));
        ClusterChannel.secure(channel.getProtocolStack(), config);
        return channel;
    }

    private static String shipped() throws IOException {
        return Files.readString(TestNodes.STACK);
    }

    private static String multicast(String attributes) throws IOException {
        return shipped().replace("${concord.discovery}", "<MPING mcast_addr=\"239.255.78.0\" " + attributes + "/>");
    }

    private static String above(String protocols) throws IOException {
        return shipped().replace("</config>", protocols + "</config>");
    }

    private static TCP transport(JChannel channel) {
        return (TCP) channel.getProtocolStack().getTransport();
    }
}
