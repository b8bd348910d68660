package io.concord.server.config;

import io.concord.core.protocol.Spelling;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds settings that look like Concord's and are not: a misspelt setting must not be a silent default. */
final class UnknownKeys {
    /** Variables of the command line and the client, which an operator's shell may hold while it starts a server. */
    private static final Set<String> CLIENT_VARIABLES =
            Set.of("CONCORD_ENDPOINTS", "CONCORD_TOKEN", "CONCORD_HOME", "CONCORD_DEBUG");

    /** Every setting of the client has a variable that begins so. */
    private static final String CLIENT_PREFIX = "CONCORD_CLIENT_";

    /** What Kubernetes puts into every container for a Service that is called concord or concord-…. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "CONCORD_(\\w+_)?SERVICE_(HOST|PORT(_\\w+)?)" + "|CONCORD_(\\w+_)?PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?");

    private static final Pattern SERVICE_LINK_URL = Pattern.compile("(tcp|udp|sctp)://.*");

    private UnknownKeys() {}

    static void report(ConfigValues values) {
        var names = new TreeSet<String>();
        values.config().getPropertyNames().forEach(names::add);
        for (var name : names) {
            if (name.startsWith("CONCORD_")) {
                if (!isServiceLink(name, values)) {
                    report(name, ConfigKey::environmentName, values);
                }
            } else if (name.startsWith("concord.") && !names.contains(ConfigKey.environmentName(name))) {
                // What an environment variable is also listed as, in lower case, is judged as that variable.
                report(name, ConfigKey::key, values);
            }
        }
    }

    private static boolean isServiceLink(String name, ConfigValues values) {
        if (SERVICE_LINK.matcher(name).matches()) {
            return true;
        }
        // A URL, so that a misspelt ..._PORT of ours is still caught.
        var url = name.endsWith("_PORT") ? values.optional(name) : Optional.<String>empty();
        return url.filter(text -> SERVICE_LINK_URL.matcher(text).matches()).isPresent();
    }

    private static void report(String name, Function<ConfigKey, String> form, ConfigValues values) {
        var known = Arrays.stream(ConfigKey.values()).map(form).toList();
        if (known.contains(name) || CLIENT_VARIABLES.contains(name) || name.startsWith(CLIENT_PREFIX)) {
            return;
        }
        values.problems()
                .add(name + " is not a setting of Concord"
                        + Spelling.nearest(name, known)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("; see concord.properties.example for all of them"));
    }
}
