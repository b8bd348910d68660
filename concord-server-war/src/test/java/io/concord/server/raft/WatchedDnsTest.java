package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.config.Discovery;
import io.concord.server.config.HostPort;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jgroups.Address;
import org.jgroups.protocols.dns.DNSResolver;
import org.jgroups.protocols.dns.DNSResolver.DNSRecordType;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.stack.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the answers of DNS. */
class WatchedDnsTest {
    private static final String NAME = "members.example";

    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger(WatchedDns.class.getName());
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private List<Address> says = List.of();
    private final DNSResolver dns = (name, type) -> says;

    @BeforeEach
    void listen() {
        logger.addHandler(listener);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(listener);
    }

    @Test
    void silence_is_told_once_and_what_was_said_before_is_good_until_something_else_is_said() throws Exception {
        var watched = new WatchedDns(dns, true);
        assertThat(ask(watched)).isEmpty();
        assertThat(ask(watched)).isEmpty();
        assertThat(logged).containsExactly("DNS has no A records for 'members.example'; this node finds nobody by it");

        says = addresses("10.0.0.1", "10.0.0.2");
        assertThat(ask(watched)).isEqualTo(says);
        says = addresses("10.0.0.3");
        assertThat(ask(watched)).isEqualTo(says);
        says = List.of();

        assertThat(ask(watched)).isEqualTo(addresses("10.0.0.3"));
        assertThat(logged).hasSize(2).last().asString().contains("what it said before is used: [10.0.0.3:7800]");
    }

    @Test
    void without_certificates_nobody_is_asked_who_is_not_on_this_machine() throws Exception {
        says = addresses("127.0.0.1", "203.0.113.9", "127.0.0.2");

        assertThat(ask(new WatchedDns(dns, false))).isEqualTo(addresses("127.0.0.1", "127.0.0.2"));
        assertThat(logged).singleElement().asString().contains("203.0.113.9", "without TLS between the members");
        assertThat(ask(new WatchedDns(dns, true))).isEqualTo(says);
    }

    @Test
    void a_channel_that_asks_dns_asks_through_it() throws Exception {
        var config = TestNodes.discovering(
                TestNodes.config("n1", TestNodes.ports(1), "watched-dns-test"),
                new Discovery.Dns(List.of("localhost"), Discovery.RecordType.A, Optional.empty()),
                new HostPort("127.0.0.1", 7800));

        try (var channel = ClusterChannel.open(config)) {
            DNS_PING protocol = channel.getProtocolStack().findProtocol(DNS_PING.class);

            // With no server configured, the machine itself is asked, as for any other name.
            assertThat(protocol.dnsResolver()).isInstanceOf(WatchedDns.class);
            assertThat(protocol.fetchFromDns()).contains("127.0.0.1");
        }
    }

    private static List<Address> ask(WatchedDns watched) {
        return watched.resolveIps(NAME, DNSRecordType.A);
    }

    private static List<Address> addresses(String... hosts) throws UnknownHostException {
        var addresses = new ArrayList<Address>();
        for (var host : hosts) {
            addresses.add(new IpAddress(host, 7800));
        }
        return addresses;
    }
}
