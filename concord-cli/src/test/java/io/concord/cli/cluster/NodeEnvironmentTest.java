package io.concord.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeEnvironmentTest {
    private static final ClusterLayout LAYOUT = new ClusterLayout(
            "test", ClusterLayout.consecutive(2, 9080, 7800), Path.of("/srv/concord"), Path.of("/opt/wlp"));

    private static final NodeStart START = new NodeStart(
            true,
            new MemberCredentials(Path.of("/srv/concord/keys/n2.p12"), Path.of("/srv/concord/keys/members.p12"), "p"));

    private static Map<String, String> environment(LaunchOptions options, Map<String, String> inherited) {
        return new NodeEnvironment(LAYOUT, options).of(LAYOUT.node("n2"), START, inherited);
    }

    @Test
    void a_node_is_told_who_and_where_it_is_and_whom_it_trusts() {
        assertThat(environment(LaunchOptions.NONE, Map.of()))
                .containsOnly(
                        Map.entry("JAVA_HOME", System.getProperty("java.home")),
                        Map.entry("WLP_OUTPUT_DIR", "/srv/concord/nodes/n2/output"),
                        Map.entry("LOG_DIR", "/srv/concord/nodes/n2/logs"),
                        Map.entry("CONCORD_HTTP_HOST", "127.0.0.1"),
                        Map.entry("CONCORD_HTTP_PORT", "9081"),
                        Map.entry("CONCORD_HTTPS_HOST", "127.0.0.1"),
                        Map.entry("CONCORD_HTTPS_PORT", "9444"),
                        Map.entry("CONCORD_LOG_CONSOLE_FORMAT", "simple"),
                        Map.entry("CONCORD_NODE_ID", "n2"),
                        Map.entry("CONCORD_CLUSTER_NAME", "test"),
                        Map.entry("CONCORD_CLUSTER_MEMBERS", "n1=127.0.0.1:7800,n2=127.0.0.1:7801"),
                        Map.entry("CONCORD_DATA_DIR", "/srv/concord/nodes/n2/data"),
                        Map.entry("CONCORD_AUDIT_FILE", "/srv/concord/nodes/n2/logs/audit.jsonl"),
                        Map.entry("CONCORD_CLUSTER_BOOTSTRAP", "true"),
                        Map.entry("CONCORD_CLUSTER_TLS_KEYSTORE", "/srv/concord/keys/n2.p12"),
                        Map.entry("CONCORD_CLUSTER_TLS_KEYSTORE_PASSWORD", "p"),
                        Map.entry("CONCORD_CLUSTER_TLS_TRUSTSTORE", "/srv/concord/keys/members.p12"),
                        Map.entry("CONCORD_CLUSTER_TLS_TRUSTSTORE_PASSWORD", "p"),
                        Map.entry("MP_JWT_VERIFY_PUBLICKEY_LOCATION", "file:/srv/concord/keys/public-key.pem"),
                        Map.entry("MP_JWT_VERIFY_ISSUER", "https://concord.dev.local"),
                        Map.entry("MP_JWT_VERIFY_AUDIENCES", "concord"),
                        Map.entry("CONCORD_TOKENS_SECRET_FILE", "/srv/concord/keys/tokens.secret"),
                        Map.entry("CONCORD_OPENAPI_ROLE", "everybody"));
    }

    @Test
    void what_the_users_shell_exported_for_clients_is_not_inherited() {
        var inherited = Map.of(
                "PATH", "/bin", "CONCORD_TOKEN", "secret", "CONCORD_ENDPOINTS", "x", "MP_JWT_VERIFY_PUBLICKEY", "y");

        assertThat(environment(LaunchOptions.NONE, inherited))
                .containsEntry("PATH", "/bin")
                .doesNotContainKeys("CONCORD_TOKEN", "CONCORD_ENDPOINTS", "MP_JWT_VERIFY_PUBLICKEY");
    }

    @Test
    void a_variable_for_one_node_wins_over_one_for_all() {
        var options = LaunchOptions.NONE
                .withEnvironment("COLOUR", "red")
                .withNodeEnvironment("n2", "COLOUR", "blue")
                .withNodeEnvironment("n1", "SHAPE", "round");

        assertThat(environment(options, Map.of()))
                .containsEntry("COLOUR", "blue")
                .doesNotContainKey("SHAPE");
    }

    @Test
    void the_users_jvm_arguments_come_last_and_so_win() {
        var options = LaunchOptions.NONE.withJvmArguments("-Xmx128m");

        assertThat(environment(options, Map.of("JVM_ARGS", "-Xmx512m"))).containsEntry("JVM_ARGS", "-Xmx128m -Xmx512m");
    }
}
