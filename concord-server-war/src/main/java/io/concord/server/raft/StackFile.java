package io.concord.server.raft;

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
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(concord\\.[a-z-]+)}");

    private final NodeConfig config;

    StackFile(NodeConfig config) {
        this.config = config;
    }

    /** The stack with every placeholder filled in. */
    InputStream open() throws IOException {
        return new ByteArrayInputStream(
                fill(Files.readString(config.raft().stack())).getBytes(StandardCharsets.UTF_8));
    }

    String fill(String template) {
        var values = values();
        return PLACEHOLDER.matcher(template).replaceAll(match -> {
            var value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        config.raft().stack() + " uses " + match.group() + "; known are " + values.keySet());
            }
            return Matcher.quoteReplacement(escaped(value));
        });
    }

    private Map<String, String> values() {
        var members = config.members();
        var failureMillis = config.raft().failureTimeout().toMillis();
        return Map.of(
                "concord.node-id", config.nodeId(),
                "concord.members", members.stream().map(Member::id).collect(Collectors.joining(",")),
                "concord.bind-address", unbracketed(config.self().host()),
                "concord.bind-port", Integer.toString(config.self().port()),
                "concord.initial-hosts",
                        members.stream()
                                .map(member -> unbracketed(member.host()) + "[" + member.port() + "]")
                                .collect(Collectors.joining(",")),
                "concord.failure-timeout-millis", Long.toString(failureMillis),
                "concord.heartbeat-interval-millis", Long.toString(failureMillis / 4));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
