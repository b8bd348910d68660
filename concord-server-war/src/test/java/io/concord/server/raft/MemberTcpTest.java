package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which connections a view leaves alone. */
class MemberTcpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Integer> ports = TestNodes.ports(2);
    private final MemberTcp transport = new MemberTcp();
    private JChannel first = new JChannel(false);
    private JChannel second = new JChannel(false);

    @BeforeEach
    void connect() throws Exception {
        first = channel(transport, 0).connect("member-tcp-test");
        second = channel(new MemberTcp(), 1).connect("member-tcp-test");
        await().atMost(PATIENCE).until(() -> first.view().size() == 2 && transport.getOpenConnections() == 1);
    }

    @AfterEach
    void close() {
        second.close();
        first.close();
    }

    @Test
    void a_member_keeps_its_connection_though_its_port_was_not_known_when_the_view_came() {
        transport.retainAll(List.of());

        assertThat(transport.printConnections()).contains(":" + ports.get(1));
        assertThat(transport.getOpenConnections()).isEqualTo(1);
    }

    @Test
    void who_has_left_loses_it() {
        second.close();

        await().atMost(PATIENCE).until(() -> transport.getOpenConnections() == 0);
        assertThat(transport.printConnections()).doesNotContain(":" + ports.get(1));
    }

    private JChannel channel(TCP tcp, int number) throws Exception {
        var hosts = ports.stream()
                .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toList();
        tcp.setBindAddress(InetAddress.getLoopbackAddress()).setBindPort(ports.get(number));
        return new JChannel(
                tcp,
                new TCPPING().setInitialHosts(hosts),
                new NAKACK2().useMcastXmit(false),
                new UNICAST3(),
                new GMS().setJoinTimeout(1_000));
    }
}
