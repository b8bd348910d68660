package io.concord.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which hosts are this machine alone. */
public final class Loopback {
    private Loopback() {}

    /**
     * Whether every address of a host is one of loopback.
     *
     * @throws UnknownHostException if it has none
     */
    public static boolean is(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    }
}
