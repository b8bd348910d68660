package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.server.config.Discovery;
import io.concord.server.config.HostPort;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.MemberStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How members find each other, and again when one of them has another address: three real nodes over TCP and on disk, on
 * several addresses of loopback, with a DNS server of their own.
 */
class FindingMembersTest {
    private static final List<String> IDS = List.of("n1", "n2", "n3");
    private static final int EVERYBODY = 3;

    /** At the start, and then one every four seconds at most. */
    private static final Duration SEARCHES = Duration.ofSeconds(5);

    /** The ways to find members, each with addresses that it is good for. */
    enum Way {
        LISTED,
        DNS_A,
        DNS_SRV,
        MULTICAST
    }

    private final NodeCluster cluster = new NodeCluster("finding-members-test", EVERYBODY);
    private final List<Integer> otherPorts = TestNodes.ports(EVERYBODY);
    private final Map<String, HostPort> addresses = new LinkedHashMap<>();
    private NameServer dns;

    @BeforeEach
    void name_server() throws IOException {
        dns = new NameServer();
    }

    @AfterEach
    void stop() {
        cluster.close();
        dns.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_member_that_comes_back_elsewhere_is_the_same_member(Way way) {
        IDS.forEach(id -> addresses.put(id, first(way, id)));
        tellDns();
        IDS.forEach(id -> start(way, id));
        var founded = cluster.leader().cluster().status();
        NodeCluster.put(cluster.leader(), "before", "v");
        var mover = IDS.stream()
                .filter(id -> !id.equals(founded.node()))
                .findFirst()
                .orElseThrow();

        cluster.stop(mover);
        NodeCluster.put(cluster.leader(), "meanwhile", "v");
        addresses.put(mover, second(way, mover));
        tellDns();
        var back = start(way, mover);

        // Its identity, its data, and nobody besides.
        await().ignoreExceptionsInstanceOf(CompletionException.class)
                .atMost(NodeCluster.PATIENCE)
                .until(() -> NodeCluster.view(back)
                        .get(Namespace.DEFAULT, new Key("meanwhile"))
                        .isPresent());
        assertThat(NodeCluster.role(back)).isEqualTo("follower");
        for (var node : List.of(back, cluster.leader())) {
            await().atMost(NodeCluster.PATIENCE)
                    .untilAsserted(() -> assertThat(node.cluster().status().members())
                            .extracting(MemberStatus::id, MemberStatus::voter, MemberStatus::reachable)
                            .containsExactlyElementsOf(IDS.stream()
                                    .map(id -> tuple(id, true, true))
                                    .toList()));
            assertThat(node.cluster().status().members())
                    .extracting(MemberStatus::address)
                    .containsExactlyElementsOf(
                            addresses.values().stream().map(HostPort::toString).toList());
            assertThat(node.cluster().status().majority()).isEqualTo(2);
            assertThat(node.cluster().status().clusterId()).isEqualTo(founded.clusterId());
        }

        // Its vote and its disk: without the leader of before, two of three need each other.
        cluster.stop(cluster.leader().cluster().status().node());
        var leader = cluster.leader();
        NodeCluster.put(leader, "after", "v");
        assertThat(leader.cluster().status().term()).isGreaterThan(founded.term());
    }

    @Test
    void members_that_all_come_back_elsewhere_find_each_other_once_dns_knows() {
        IDS.forEach(id -> addresses.put(id, first(Way.DNS_SRV, id)));
        tellDns();
        IDS.forEach(id -> start(Way.DNS_SRV, id));
        NodeCluster.put(cluster.leader(), "before", "v");
        IDS.forEach(cluster::stop);

        // All of them are told where the others have been: what a list would keep for ever.
        IDS.forEach(id -> addresses.put(id, second(Way.DNS_SRV, id)));
        IDS.forEach(id -> start(Way.DNS_SRV, id));
        await().during(SEARCHES)
                .atMost(NodeCluster.PATIENCE)
                .until(() -> IDS.stream()
                        .allMatch(id -> cluster.node(id).cluster().status().reachableVoters() == 1));
        tellDns();

        assertThat(NodeCluster.view(cluster.leader()).get(Namespace.DEFAULT, new Key("before")))
                .isPresent();
        assertThat(dns.questions())
                .contains("SRV " + NameServer.SERVICE, "A host-127-0-0-1.test.", "A host-127-0-0-2.test.");
    }

    private RaftNode start(Way way, String id) {
        return cluster.start(id, config -> elsewhere(way, config));
    }

    private NodeConfig elsewhere(Way way, NodeConfig config) {
        return TestNodes.discovering(config, discovery(way), address(config.nodeId()));
    }

    private Discovery discovery(Way way) {
        return switch (way) {
            case LISTED -> new Discovery.Listed();
            case DNS_A -> dns(NameServer.MEMBERS, Discovery.RecordType.A);
            case DNS_SRV -> dns(NameServer.SERVICE, Discovery.RecordType.SRV);
            case MULTICAST -> new Discovery.Multicast();
        };
    }

    private Discovery dns(String name, Discovery.RecordType type) {
        return new Discovery.Dns(List.of(name), type, Optional.of(dns.address()));
    }

    /** With A records all have the same port; otherwise each has one of its own, on the same address. */
    private HostPort first(Way way, String id) {
        return way == Way.DNS_A
                ? new HostPort(
                        "127.0.0." + (1 + IDS.indexOf(id)), cluster.ports().get(0))
                : new HostPort("127.0.0.1", cluster.ports().get(IDS.indexOf(id)));
    }

    private HostPort second(Way way, String id) {
        return switch (way) {
            case DNS_A ->
                new HostPort(
                        "127.0.0." + (1 + EVERYBODY + IDS.indexOf(id)),
                        cluster.ports().get(0));
            case MULTICAST -> new HostPort("127.0.0.1", otherPorts.get(IDS.indexOf(id)));
            case LISTED, DNS_SRV -> new HostPort("127.0.0.2", otherPorts.get(IDS.indexOf(id)));
        };
    }

    private void tellDns() {
        dns.know(addresses.values().stream()
                .map(address -> new InetSocketAddress(address.host(), address.port()))
                .toArray(InetSocketAddress[]::new));
    }

    private HostPort address(String id) {
        return Objects.requireNonNull(addresses.get(id));
    }
}
