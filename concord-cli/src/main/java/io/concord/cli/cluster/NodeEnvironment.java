package io.concord.cli.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment in which a node runs, made from the environment of this process.
 *
 * @param layout the cluster
 * @param options what its user adds
 */
record NodeEnvironment(ClusterLayout layout, LaunchOptions options) {
    /**
     * What a node must not inherit: settings that an earlier {@code eval "$(concord dev env)"} or another server left in
     * the user's shell, and the variable that would make Liberty look for the server elsewhere.
     */
    private static final List<String> NOT_INHERITED = List.of("CONCORD_", "MP_JWT_", "WLP_USER_DIR");

    Map<String, String> of(NodeLayout node, NodeStart start, Map<String, String> inherited) {
        var environment = new HashMap<>(inherited);
        environment.keySet().removeIf(name -> NOT_INHERITED.stream().anyMatch(name::startsWith));
        environment.putAll(liberty(node));
        environment.putAll(concord(node));
        environment.putAll(membership(start));
        environment.putAll(trust());
        addJvmArguments(environment);
        environment.putAll(options.environment());
        environment.putAll(options.nodeEnvironment().getOrDefault(node.id(), Map.of()));
        return environment;
    }

    private Map<String, String> liberty(NodeLayout node) {
        NodeFiles files = layout.files().node(node.id());
        return Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "WLP_OUTPUT_DIR", files.output().toString(),
                "LOG_DIR", files.logs().toString());
    }

    private Map<String, String> concord(NodeLayout node) {
        return Map.of(
                "CONCORD_HTTP_HOST", NodeLayout.HOST,
                "CONCORD_HTTP_PORT", Integer.toString(node.httpPort()),
                "CONCORD_HTTPS_HOST", NodeLayout.HOST,
                "CONCORD_HTTPS_PORT", Integer.toString(node.httpsPort()),
                // It is read by people, and by the command itself where a start fails.
                "CONCORD_LOG_CONSOLE_FORMAT", "simple",
                "CONCORD_NODE_ID", node.id(),
                "CONCORD_CLUSTER_NAME", layout.name(),
                "CONCORD_CLUSTER_MEMBERS", layout.members(),
                "CONCORD_DATA_DIR", layout.files().node(node.id()).data().toString(),
                "CONCORD_AUDIT_FILE",
                        layout.files()
                                .node(node.id())
                                .logs()
                                .resolve("audit.jsonl")
                                .toString());
    }

    private static Map<String, String> membership(NodeStart start) {
        MemberCredentials credentials = start.credentials();
        return Map.of(
                "CONCORD_CLUSTER_BOOTSTRAP", Boolean.toString(start.founding()),
                "CONCORD_CLUSTER_TLS_KEYSTORE", credentials.keystore().toString(),
                "CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD", credentials.password(),
                "CONCORD_CLUSTER_TLS_TRUSTSTORE", credentials.truststore().toString(),
                "CONCORD_CLUSTER_TLS_TRUSTSTORE_PASSWORD", credentials.password());
    }

    private Map<String, String> trust() {
        return Map.of(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                "file:" + layout.files().publicKey(),
                "MP_JWT_VERIFY_ISSUER",
                TokenClaims.ISSUER,
                "MP_JWT_VERIFY_AUDIENCES",
                TokenClaims.AUDIENCE,
                "CONCORD_TOKENS_SECRET_FILE",
                layout.files().tokensSecret().toString(),
                // A browser shows it, and sends no token.
                "CONCORD_OPENAPI_ROLE",
                "everybody");
    }

    /** The user's own arguments come last: of two that contradict each other the JVM takes the later. */
    private void addJvmArguments(Map<String, String> environment) {
        if (!options.jvmArguments().isEmpty()) {
            String ours = String.join(" ", options.jvmArguments());
            environment.merge("JVM_ARGS", ours, (users, added) -> added + " " + users);
        }
    }
}
