package io.concord.server.raft;

import io.concord.server.config.Discovery;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JGroups stack, an XML file in which {@code ${concord.…}} stands for what {@link NodeConfig} says. JGroups itself
 * knows only system properties, which one server cannot have twice.
 */
final class StackFile {
    /** An element, and not the value of an attribute as the others. */
    private static final String DISCOVERY = "${concord.discovery}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(concord\\.[a-z-]+)}");

    private final NodeConfig config;

    StackFile(NodeConfig config) {
        this.config = config;
    }

    /**
     * The stack with every placeholder filled in.
     *
     * @throws IllegalArgumentException if it has one that is not known, or no place for what was configured
     */
    InputStream open() throws IOException {
        return new ByteArrayInputStream(
                fill(Files.readString(config.raft().stack())).getBytes(StandardCharsets.UTF_8));
    }

    String fill(String template) {
        var method = config.raft().discovery().method();
        if (!template.contains(DISCOVERY) && !(config.raft().discovery() instanceof Discovery.Listed)) {
            throw new IllegalArgumentException(
                    "it finds members in a way of its own, and concord.cluster.discovery is '" + method + "'; put "
                            + DISCOVERY + " in the place of that protocol, or leave the setting at static");
        }
        var values = values();
        return PLACEHOLDER
                .matcher(template.replace(DISCOVERY, DiscoveryElement.of(config)))
                .replaceAll(match -> {
                    var value = values.get(match.group(1));
                    if (value == null) {
                        throw new IllegalArgumentException(
                                config.raft().stack() + " uses " + match.group() + "; known are " + values.keySet());
                    }
                    return Matcher.quoteReplacement(DiscoveryElement.escaped(value));
                });
    }

    private Map<String, String> values() {
        var members = config.members();
        var failureMillis = config.raft().failureTimeout().toMillis();
        return Map.of(
                "concord.node-id", config.nodeId(),
                "concord.members", members.stream().map(Member::id).collect(Collectors.joining(",")),
                "concord.bind-address", config.address().bareHost(),
                "concord.bind-port", Integer.toString(config.address().port()),
                "concord.initial-hosts", DiscoveryElement.listedHosts(config),
                "concord.failure-timeout-millis", Long.toString(failureMillis),
                "concord.heartbeat-interval-millis", Long.toString(failureMillis / 4));
    }
}
