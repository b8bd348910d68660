package io.concord.server.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where this node listens for the other members: {@code concord.cluster.host} and {@code concord.cluster.port}, and what
 * the list of members says where those are not set. The list may say what was true once: a node is known by its id.
 */
final class OwnAddress {
    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]+");
    private static final Pattern HOST = Pattern.compile("\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+");

    private OwnAddress() {}

    /** Empty, and reported, if nobody says. */
    static Optional<HostPort> read(ConfigValues values, Optional<HostPort> listed) {
        var port = isSet(values, ConfigKey.CLUSTER_PORT) || listed.isEmpty()
                ? (int) values.number(ConfigKey.CLUSTER_PORT, 1, HostPort.PORT_MAX)
                : listed.get().port();
        if (!isSet(values, ConfigKey.CLUSTER_HOST) && listed.isPresent()) {
            return Optional.of(new HostPort(listed.get().host(), port));
        }
        var host =
                bracketed(values.text(ConfigKey.CLUSTER_HOST, "a name or an address of this node", OwnAddress::isHost));
        return isHost(host) ? Optional.of(new HostPort(host, port)) : Optional.empty();
    }

    /** Whose word it is. */
    static ConfigKey said(ConfigValues values) {
        return isSet(values, ConfigKey.CLUSTER_HOST) ? ConfigKey.CLUSTER_HOST : ConfigKey.CLUSTER_MEMBERS;
    }

    private static boolean isSet(ConfigValues values, ConfigKey key) {
        return values.optional(key.key()).isPresent();
    }

    private static boolean isHost(String text) {
        return HOST.matcher(bracketed(text)).matches();
    }

    private static String bracketed(String host) {
        return BARE_IPV6.matcher(host).matches() ? "[" + host + "]" : host;
    }
}
