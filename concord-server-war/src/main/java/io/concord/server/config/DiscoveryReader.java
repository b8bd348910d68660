package io.concord.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code concord.cluster.discovery} and {@code concord.cluster.dns.…}. */
final class DiscoveryReader {
    private static final List<String> METHODS =
            List.of(Discovery.Listed.METHOD, Discovery.Dns.METHOD, Discovery.Multicast.METHOD);
    private static final List<ConfigKey> DNS_KEYS =
            List.of(ConfigKey.CLUSTER_DNS_QUERY, ConfigKey.CLUSTER_DNS_RECORD_TYPE, ConfigKey.CLUSTER_DNS_SERVER);
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,254}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[1-9]\\d{0,4})?");

    private final ConfigValues values;

    DiscoveryReader(ConfigValues values) {
        this.values = values;
    }

    Discovery read() {
        var method = values.choice(ConfigKey.CLUSTER_DISCOVERY, METHODS);
        if (method.equals(Discovery.Dns.METHOD)) {
            return dns();
        }
        DNS_KEYS.forEach(key -> reportUseless(key, method));
        return method.equals(Discovery.Multicast.METHOD) ? new Discovery.Multicast() : new Discovery.Listed();
    }

    private Discovery.Dns dns() {
        var types = Arrays.stream(Discovery.RecordType.values()).map(Enum::name).toList();
        return new Discovery.Dns(
                names(),
                Discovery.RecordType.valueOf(values.choice(ConfigKey.CLUSTER_DNS_RECORD_TYPE, types)),
                server());
    }

    private List<String> names() {
        var text = values.text(
                ConfigKey.CLUSTER_DNS_QUERY,
                "names of DNS, separated by commas",
                list -> Arrays.stream(list.split(",", -1))
                        .allMatch(name -> NAME.matcher(name.trim()).matches()));
        return Arrays.stream(text.split(",", -1)).map(String::trim).toList();
    }

    private Optional<String> server() {
        return values.optional(ConfigKey.CLUSTER_DNS_SERVER.key())
                .map(text -> values.text(
                        ConfigKey.CLUSTER_DNS_SERVER,
                        "host or host:port of one server",
                        server -> SERVER.matcher(server).matches()));
    }

    private void reportUseless(ConfigKey key, String method) {
        values.optional(key.key())
                .ifPresent(text -> values.problem(
                        key,
                        text,
                        "it has a meaning with " + ConfigKey.CLUSTER_DISCOVERY.key() + "=dns alone, which is '" + method
                                + "'"));
    }
}
