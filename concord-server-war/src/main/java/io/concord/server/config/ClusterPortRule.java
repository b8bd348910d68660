package io.concord.server.config;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Whoever reaches the port between the members can do everything, so without TLS it is open to this machine alone. */
final class ClusterPortRule {
    private final Member self;
    private final HostPort address;
    private final ConfigValues values;

    private ClusterPortRule(Member self, HostPort address, ConfigValues values) {
        this.self = self;
        this.address = address;
        this.values = values;
    }

    /** Reports a port without TLS that others can reach, one that multicast must not tell of, or a host that is not known. */
    static void check(Member self, boolean encrypted, Discovery discovery, ConfigValues values) {
        self.address()
                .map(address -> new ClusterPortRule(self, address, values))
                .ifPresent(rule -> rule.check(encrypted, discovery instanceof Discovery.Multicast));
    }

    private void check(boolean encrypted, boolean multicast) {
        try {
            if (!encrypted && !Loopback.is(address.host())) {
                values.problems()
                        .add(OwnAddress.said(values).key() + " puts this node at " + address
                                + ", where others can reach it, and TLS between the members is not configured; set "
                                + ClusterTlsReader.keys() + ", or use a loopback address");
            }
            if (multicast && !canMulticast()) {
                values.problem(
                        ConfigKey.CLUSTER_DISCOVERY,
                        Discovery.Multicast.METHOD,
                        "that is for development on one machine, and this node is at " + address
                                + "; use dns or static, or put it at 127.0.0.1");
            }
        } catch (UnknownHostException e) {
            var said = OwnAddress.said(values);
            values.problem(
                    said,
                    said == ConfigKey.CLUSTER_HOST ? address.host() : self.id() + "=" + address,
                    "the host of this node must be known to this machine");
        }
    }

    /** On loopback, and not one of its addresses that no interface has. */
    private boolean canMulticast() throws UnknownHostException {
        try {
            return Loopback.is(address.host())
                    && NetworkInterface.getByInetAddress(InetAddress.getByName(address.host())) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
