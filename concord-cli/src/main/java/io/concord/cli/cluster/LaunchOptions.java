package io.concord.cli.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cluster is started with beyond its layout.
 *
 * @param environment variables for every node; they win over the cluster's own
 * @param nodeEnvironment variables by node id; they win over {@code environment}
 * @param jvmArguments arguments for the JVM of every node
 */
public record LaunchOptions(
        Map<String, String> environment, Map<String, Map<String, String>> nodeEnvironment, List<String> jvmArguments) {
    /** Nothing special. */
    public static final LaunchOptions NONE = new LaunchOptions(Map.of(), Map.of(), List.of());

    /** Copies. */
    public LaunchOptions {
        environment = Map.copyOf(environment);
        nodeEnvironment = Map.copyOf(nodeEnvironment);
        jvmArguments = List.copyOf(jvmArguments);
    }

    /** These options with a variable for every node. */
    public LaunchOptions withEnvironment(String name, String value) {
        return new LaunchOptions(with(environment, name, value), nodeEnvironment, jvmArguments);
    }

    /** These options with a variable for one node. */
    public LaunchOptions withNodeEnvironment(String nodeId, String name, String value) {
        Map<String, String> ofNode = with(nodeEnvironment.getOrDefault(nodeId, Map.of()), name, value);
        return new LaunchOptions(environment, with(nodeEnvironment, nodeId, ofNode), jvmArguments);
    }

    /** These options with more JVM arguments; no argument may contain a blank, because Liberty splits at blanks. */
    public LaunchOptions withJvmArguments(String... more) {
        var all = new ArrayList<>(jvmArguments);
        all.addAll(List.of(more));
        return new LaunchOptions(environment, nodeEnvironment, all);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
        var changed = new HashMap<>(map);
        changed.put(name, value);
        return changed;
    }
}
