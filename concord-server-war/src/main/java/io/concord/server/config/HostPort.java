package io.concord.server.config;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Where a cluster port listens.
 *
 * @param host a name or an address; one of IPv6 in brackets
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {
    static final int PORT_MAX = 65_535;

    public static HostPort of(InetAddress address, int port) {
        var text = address.getHostAddress();
        return new HostPort(address instanceof Inet6Address ? "[" + text + "]" : text, port);
    }

    /** The host without the brackets of IPv6. */
    public String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
