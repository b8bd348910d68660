package io.concord.server.http;

import io.concord.server.config.NodeConfig;
import io.concord.server.service.Caller;
import io.concord.server.service.rate.Account;
import io.concord.server.service.rate.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whose limits a request counts against: the issuer and the subject of the token; where there are no tokens, the address that
 * the connection comes from, of IPv6 the network of 64 bits, of which one host has as many addresses as it likes.
 */
final class Payer {
    private static final int NETWORK_BYTES = 8;

    private Payer() {}

    static Object of(NodeConfig config, Caller caller, HttpServletRequest request) {
        return config.access().enabled() ? caller.author() : ofAddress(request.getRemoteAddr());
    }

    static String ofAddress(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal: nobody is asked for a name.
            var bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > NETWORK_BYTES * 2 - 1
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES))
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    /** Takes a request, and its body as far as its length is told, from what the identity has left. */
    static Account admit(RateLimits limits, Object identity, HttpServletRequest request) {
        var account = limits.admit(identity);
        account.chargeBytes(request.getContentLengthLong());
        return account;
    }
}
