package io.concord.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How members find each other, and where this one listens, as the configuration says. */
class DiscoveryTest {
    private static final Path WORK = Path.of("target/discovery-test").toAbsolutePath();

    private final TestSettings settings = new TestSettings(WORK);
    private final Map<String, String> properties = settings.properties();
    private final Map<String, String> environment = settings.environment();

    @BeforeEach
    void members_that_are_named_by_their_ids() {
        properties.put("concord.node.id", "n2");
        properties.put("concord.cluster.members", "n1,n2, n3");
        properties.put("concord.cluster.host", "127.0.0.1");
        properties.put("concord.auth.enabled", "false");
    }

    @Test
    void by_dns_a_name_is_enough_and_the_ids_alone_name_the_members() {
        dns("concord-members.concord.svc.cluster.local.");

        var config = read();

        assertThat(config.raft().discovery())
                .isEqualTo(new Discovery.Dns(
                        List.of("concord-members.concord.svc.cluster.local."),
                        Discovery.RecordType.A,
                        Optional.empty()));
        assertThat(config.members())
                .containsExactly(
                        new Member("n1", Optional.empty()),
                        new Member("n2", "127.0.0.1", 7800),
                        new Member("n3", Optional.empty()));
        assertThat(config.address()).isEqualTo(new HostPort("127.0.0.1", 7800));
    }

    @Test
    void environment_variables_set_every_key_of_it() {
        environment.put("CONCORD_CLUSTER_DISCOVERY", "dns");
        environment.put("CONCORD_CLUSTER_DNS_QUERY", "_cluster._tcp.a.example, b.example");
        environment.put("CONCORD_CLUSTER_DNS_RECORD_TYPE", "SRV");
        environment.put("CONCORD_CLUSTER_DNS_SERVER", "10.0.0.53:5353");
        environment.put("CONCORD_CLUSTER_HOST", "127.0.0.9");
        environment.put("CONCORD_CLUSTER_PORT", "7809");

        assertThat(read().raft().discovery())
                .isEqualTo(new Discovery.Dns(
                        List.of("_cluster._tcp.a.example", "b.example"),
                        Discovery.RecordType.SRV,
                        Optional.of("10.0.0.53:5353")));
        assertThat(read().address()).isEqualTo(new HostPort("127.0.0.9", 7809));
    }

    @Test
    void the_list_of_members_is_the_default_and_then_has_all_addresses() {
        properties.put("concord.cluster.members", "n1=127.0.0.1:7801,n2=127.0.0.1:7802");
        properties.remove("concord.cluster.host");
        assertThat(read().raft().discovery()).isEqualTo(new Discovery.Listed());
        assertThat(read().address()).isEqualTo(new HostPort("127.0.0.1", 7802));

        properties.put("concord.cluster.members", "n1,n2=127.0.0.1:7802");
        assertThat(problems())
                .containsExactly("concord.cluster.members is 'n1'; each member is id=host:port, separated by commas");
    }

    @Test
    void where_a_node_really_listens_goes_before_the_list() {
        properties.put("concord.cluster.members", "n1=127.0.0.1:7801,n2=192.0.2.2:7802");
        assertThat(read().address()).isEqualTo(new HostPort("127.0.0.1", 7802));

        properties.put("concord.cluster.port", "7999");
        assertThat(read().address()).isEqualTo(new HostPort("127.0.0.1", 7999));
        assertThat(read().members()).contains(new Member("n1", "127.0.0.1", 7801));

        properties.put("concord.cluster.host", "::1");
        assertThat(read().address()).isEqualTo(new HostPort("[::1]", 7999));
        assertThat(read().address().bareHost()).isEqualTo("::1");
    }

    @Test
    void a_method_that_is_not_known_is_refused() {
        properties.put("concord.cluster.discovery", "kube");

        assertThat(problems()).contains("concord.cluster.discovery is 'kube'; it is static, dns or multicast");
    }

    @Test
    void dns_without_a_name_is_refused() {
        properties.put("concord.cluster.discovery", "dns");

        assertThat(problems())
                .containsExactly("concord.cluster.dns.query is not set (environment: CONCORD_CLUSTER_DNS_QUERY)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a.example;b", "http://a.example", "a..b", "a,,b", "\"/>", "-.é"})
    void what_is_no_name_of_dns_is_refused(String query) {
        dns(query);

        assertThat(problems())
                .containsExactly(
                        "concord.cluster.dns.query is '" + query + "'; allowed are names of DNS, separated by commas");
    }

    @Test
    void other_records_and_what_is_no_server_are_refused() {
        dns("members.example");
        properties.put("concord.cluster.dns.record-type", "MX");
        properties.put("concord.cluster.dns.server", "dns://10.0.0.53");

        assertThat(problems())
                .containsExactly(
                        "concord.cluster.dns.record-type is 'MX'; it is A or SRV",
                        "concord.cluster.dns.server is 'dns://10.0.0.53'; allowed are host or host:port of one server");
    }

    @Test
    void settings_of_dns_that_nobody_would_look_at_are_refused() {
        properties.put("concord.cluster.discovery", "multicast");
        properties.put("concord.cluster.dns.query", "members.example");

        assertThat(problems())
                .containsExactly("concord.cluster.dns.query is 'members.example'; it has a meaning with"
                        + " concord.cluster.discovery=dns alone, which is 'multicast'");
    }

    @Test
    void a_node_whose_address_nobody_says_is_refused() {
        dns("members.example");
        properties.remove("concord.cluster.host");

        assertThat(problems()).containsExactly("concord.cluster.host is not set (environment: CONCORD_CLUSTER_HOST)");
    }

    @Test
    void a_host_or_a_port_that_cannot_be_is_refused() {
        dns("members.example");
        properties.put("concord.cluster.host", "10.0.0.1:7800");
        properties.put("concord.cluster.port", "70000");

        assertThat(problems())
                .containsExactly(
                        "concord.cluster.port is '70000'; it is a whole number between 1 and 65535",
                        "concord.cluster.host is '10.0.0.1:7800'; allowed are a name or an address of this node");
    }

    @Test
    void a_node_that_others_reach_needs_certificates_however_it_is_found() {
        dns("members.example");
        properties.put("concord.cluster.host", "192.0.2.1");

        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("concord.cluster.host puts this node at 192.0.2.1:7800, where others can reach it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "127.0.0.2"})
    void multicast_is_for_one_machine(String host) {
        properties.put("concord.cluster.discovery", "multicast");
        assertThat(read().raft().discovery()).isEqualTo(new Discovery.Multicast());

        properties.put("concord.cluster.host", host);

        assertThat(problems())
                .contains("concord.cluster.discovery is 'multicast'; that is for development on one machine, and this"
                        + " node is at " + host + ":7800; use dns or static, or put it at 127.0.0.1");
    }

    private void dns(String query) {
        properties.put("concord.cluster.discovery", "dns");
        properties.put("concord.cluster.dns.query", query);
    }

    private NodeConfig read() {
        return settings.read();
    }

    private List<String> problems() {
        return settings.problems();
    }
}
