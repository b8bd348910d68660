package io.concord.server.raft;

import io.concord.server.config.Discovery;
import io.concord.server.config.HostPort;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import java.util.stream.Collectors;

/**
 * What stands in the stack for {@code ${concord.discovery}}: the protocol of JGroups by which members find each other, as an
 * element with what was configured.
 */
final class DiscoveryElement implements Discovery.Handler<String> {
    /** Of the block for one's own use (RFC 2365); with the time to live 0 nothing leaves the machine anyway. */
    private static final String GROUP = "239.255.78.0";

    private static final int GROUP_PORT = 7800;

    private final NodeConfig config;

    private DiscoveryElement(NodeConfig config) {
        this.config = config;
    }

    static String of(NodeConfig config) {
        return config.raft().discovery().accept(new DiscoveryElement(config));
    }

    /** Every member whose address is configured, as JGroups writes them. */
    static String listedHosts(NodeConfig config) {
        return config.members().stream()
                .map(Member::address)
                .flatMap(address -> address.map(DiscoveryElement::host).stream())
                .collect(Collectors.joining(","));
    }

    /** Text as the value of an attribute. */
    static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    @Override
    public String listed(Discovery.Listed listed) {
        return "<TCPPING initial_hosts=\"" + escaped(listedHosts(config)) + "\" port_range=\"0\"/>";
    }

    @Override
    public String dns(Discovery.Dns dns) {
        return "<dns.DNS_PING dns_query=\"" + escaped(String.join(",", dns.names())) + "\" dns_record_type=\""
                + dns.recordType().name() + "\""
                + dns.server()
                        .map(server -> " dns_address=\"" + escaped(server) + "\"")
                        .orElse("")
                + "/>";
    }

    @Override
    public String multicast(Discovery.Multicast multicast) {
        return "<MPING bind_addr=\"" + escaped(config.address().bareHost()) + "\" mcast_addr=\"" + GROUP
                + "\" mcast_port=\"" + GROUP_PORT + "\" ip_ttl=\"0\"/>";
    }

    private static String host(HostPort address) {
        return address.bareHost() + "[" + address.port() + "]";
    }
}
