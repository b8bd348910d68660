package io.concord.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole configuration, good and bad, through a real MicroProfile Config. */
class ConfigReaderTest {
    /** Not under the temporary directory, which the reader refuses. */
    private static final Path WORK = Path.of("target/config-reader-test").toAbsolutePath();

    private static final String ISSUER_MISSING =
            "mp.jwt.verify.issuer is not set; it is needed to verify the tokens of an identity provider (or set nothing of"
                    + " mp.jwt.verify and concord.tokens.secret-file, so that only Concord's own tokens count; or"
                    + " concord.auth.enabled=false to let everybody do everything)";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final TestSettings settings = new TestSettings(WORK);
    private final Map<String, String> properties = settings.properties();
    private final Map<String, String> environment = settings.environment();

    @BeforeEach
    void a_valid_configuration() {
        properties.put("concord.node.id", "n1");
        properties.put("concord.cluster.members", "n1=127.0.0.1:7800, n2=node-2.example:7801,n3=[::1]:7802");
        properties.put("mp.jwt.verify.issuer", "https://issuer.example");
        properties.put("mp.jwt.verify.audiences", "concord");
        properties.put("mp.jwt.verify.publickey.location", "file:/keys/public.pem");
    }

    @Test
    void defaults_fill_what_is_not_set() {
        var config = read();

        assertThat(config.address()).isEqualTo(new HostPort("127.0.0.1", 7800));
        assertThat(config.members()).hasSize(3).contains(new Member("n3", "[::1]", 7802));
        assertThat(config.clusterName()).isEqualTo("concord");
        assertThat(config.access().enabled()).isTrue();
        assertThat(config.limits().valueBytesMax()).isEqualTo(1_048_576);
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.bootstrap()).isFalse();
        assertThat(config.tls()).isEmpty();
        assertThat(config.raft().electionTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void environment_variables_set_every_key() {
        environment.put("CONCORD_LIMITS_VALUE_BYTES_MAX", "2048");
        environment.put("CONCORD_AUTH_ENABLED", "false");
        environment.put("CONCORD_NODE_ID", "n3");
        environment.put("CONCORD_CLUSTER_BOOTSTRAP", "true");
        environment.put("CONCORD_RAFT_ELECTION_TIMEOUT_MILLIS", "300");
        environment.put("CONCORD_RAFT_READ_BARRIER", "log");

        var config = read();

        assertThat(config.limits().valueBytesMax()).isEqualTo(2048);
        assertThat(config.access().enabled()).isFalse();
        assertThat(config.nodeId()).isEqualTo("n3");
        assertThat(config.bootstrap()).isTrue();
        assertThat(config.raft().electionTimeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(config.raft().readBarrier()).isEqualTo(ReadBarrier.LOG);
    }

    @Test
    void what_an_identity_may_have_is_bounded_but_for_rates() {
        assertThat(read().identityLimits()).isEqualTo(new IdentityLimits(0, 0, 2, 2_500, 100_000));

        properties.put("concord.limits.requests-per-second", "500");
        properties.put("concord.limits.leases-per-identity-max", "0");

        assertThat(read().identityLimits()).isEqualTo(new IdentityLimits(500, 0, 2, 2_500, 0));
    }

    @Test
    void the_audit_log_records_what_is_wanted_into_a_file_that_can_be_written() {
        properties.put("concord.audit.events", "writes, reads");

        var audit = read().audit();

        assertThat(audit.file()).isEqualTo(WORK.resolve("audit.jsonl").toAbsolutePath());
        assertThat(audit.events()).containsExactlyInAnyOrder("writes", "reads");
        assertThat(audit.failClosed()).isTrue();
        assertThat(audit.fileAgeMax()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void an_audit_log_that_cannot_be_is_refused() {
        properties.put(
                "concord.audit.file",
                WORK.resolve("stack.xml").resolve("audit.jsonl").toString());
        properties.put("concord.audit.events", "admin,everything");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "concord.audit.file is '" + WORK.resolve("stack.xml").resolve("audit.jsonl")
                                + "'; it must be a file that the server may write, or create",
                        "concord.audit.events is 'admin,everything'; it is a list of admin, writes, reads");
    }

    @Test
    void a_read_barrier_that_is_not_known_is_refused() {
        properties.put("concord.raft.read-barrier", "lease");

        assertThatThrownBy(this::read)
                .hasMessageContaining("concord.raft.read-barrier is 'lease'; it is read-index or log");
    }

    @Test
    void all_problems_are_reported_together() {
        properties.remove("concord.node.id");
        properties.put("concord.cluster.members", "n1@127.0.0.1");
        properties.put("concord.limits.value-bytes-max", "1MiB");
        properties.put("concord.auth.enabled", "yes");
        properties.remove("mp.jwt.verify.issuer");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "concord.node.id is not set (environment: CONCORD_NODE_ID)",
                        "concord.cluster.members is 'n1@127.0.0.1'; each member is id=host:port, separated by commas",
                        "concord.limits.value-bytes-max is '1MiB'; it is a whole number between 1 and 8388608",
                        "concord.auth.enabled is 'yes'; it is true or false",
                        ISSUER_MISSING);
    }

    @Test
    void an_unknown_key_is_refused_with_the_nearest_known_one() {
        properties.put("concord.limit.value-bytes-max", "1");

        assertThat(problems())
                .containsExactly("concord.limit.value-bytes-max is not a setting of Concord;"
                        + " did you mean concord.limits.value-bytes-max?");
    }

    @Test
    void an_unknown_environment_variable_is_refused_but_those_of_the_client_are_not() {
        environment.put("CONCORD_NODEID", "n1");
        environment.put("CONCORD_TOKEN", "x");
        environment.put("CONCORD_CLIENT_TOKEN_FILE", "x");
        environment.put("CONCORD_ENDPOINTS", "http://127.0.0.1:9080");

        assertThat(problems())
                .containsExactly("CONCORD_NODEID is not a setting of Concord; did you mean CONCORD_NODE_ID?");
    }

    @Test
    void the_service_links_of_kubernetes_are_not_taken_for_settings() {
        environment.put("CONCORD_SERVICE_HOST", "10.0.0.1");
        environment.put("CONCORD_SERVICE_PORT_HTTP", "9080");
        environment.put("CONCORD_PORT", "tcp://10.0.0.1:9080");
        environment.put("CONCORD_PORT_9080_TCP_ADDR", "10.0.0.1");
        environment.put("CONCORD_HTP_PORT", "9080");

        assertThat(problems())
                .containsExactly("CONCORD_HTP_PORT is not a setting of Concord; did you mean CONCORD_HTTP_PORT?");
    }

    @Test
    void a_node_that_is_no_member_is_refused() {
        properties.put("concord.node.id", "n4");

        assertThat(problems())
                .containsExactly("concord.node.id is 'n4'; it must be one of the ids in concord.cluster.members");
    }

    @Test
    void a_member_twice_is_refused() {
        properties.put("concord.cluster.members", "n1=127.0.0.1:1,n1=127.0.0.1:2");

        assertThat(problems()).singleElement().asString().contains("a member id stands in it once");
    }

    @Test
    void data_under_the_temporary_directory_is_refused() {
        properties.put(
                "concord.data.dir",
                Path.of(System.getProperty("java.io.tmpdir"), "concord").toString());

        assertThat(problems()).singleElement().asString().contains("data must outlive a restart");
    }

    @Test
    void an_identity_provider_is_configured_whole_also_beside_concords_own_tokens() {
        properties.put("concord.tokens.secret", SECRET);
        properties.remove("mp.jwt.verify.issuer");
        properties.remove("mp.jwt.verify.audiences");

        assertThat(problems())
                .containsExactly(ISSUER_MISSING, ISSUER_MISSING.replace("verify.issuer", "verify.audiences"));
    }

    @Test
    void with_a_secret_and_no_provider_only_concords_own_tokens_count() {
        properties.keySet().removeIf(key -> key.startsWith("mp.jwt"));
        properties.put("concord.tokens.secret", SECRET);

        assertThat(read().access().enabled()).isTrue();
        assertThat(read().access().provider()).isFalse();
    }

    @Test
    void without_secret_and_provider_nobody_could_come_in() {
        properties.keySet().removeIf(key -> key.startsWith("mp.jwt"));

        assertThat(problems()).hasSize(3).contains(ISSUER_MISSING);
    }

    @Test
    void the_secret_may_stand_in_a_file_and_is_never_shown() throws IOException {
        var file = Files.writeString(WORK.resolve("tokens.secret"), SECRET + "\n");
        properties.put("concord.tokens.secret-file", file.toString());

        assertThat(read().access().tokensSecret()).contains(SECRET);
        assertThat(read().toString()).doesNotContain(SECRET);
    }

    @Test
    void a_secret_that_is_short_twice_or_not_there_is_refused_and_not_shown() {
        properties.put("concord.tokens.secret", "hush-hush");
        properties.put("concord.tokens.secret-file", WORK.resolve("nowhere").toString());

        assertThat(problems())
                .containsExactly(
                        "concord.tokens.secret-file is set, and concord.tokens.secret too; give one",
                        "concord.tokens.secret has fewer than 32 characters; make one with: openssl rand -base64 32")
                .noneMatch(problem -> problem.contains("hush-hush"));
        properties.remove("concord.tokens.secret");
        assertThat(problems())
                .containsExactly("concord.tokens.secret-file names a file that is not a readable text of at most"
                        + " 4096 bytes");
    }

    @Test
    void a_provider_cannot_be_called_as_concord_is() {
        properties.put("mp.jwt.verify.issuer", "urn:concord:tokens");

        assertThat(problems()).singleElement().asString().contains("a provider has another name");
    }

    @Test
    void who_may_see_metrics_is_one_of_the_roles_or_everybody() {
        properties.put("concord.metrics.role", "everybody");
        properties.put("concord.openapi.role", "concord-admin");

        assertThat(read().access().metrics()).isEqualTo(PathAccess.EVERYBODY);
        assertThat(read().access().openapi()).isEqualTo(PathAccess.ADMIN);
        properties.put("concord.metrics.role", "root");
        assertThat(problems())
                .containsExactly("concord.metrics.role is 'root'; it is everybody, concord-reader, concord-writer or"
                        + " concord-admin");
    }

    @Test
    void without_authentication_no_token_settings_are_needed() {
        properties.keySet().removeIf(key -> key.startsWith("mp.jwt"));
        properties.put("concord.auth.enabled", "false");

        assertThat(read().access().enabled()).isFalse();
    }

    @Test
    void the_standard_timeout_is_at_most_the_longest_one() {
        properties.put("concord.request.timeout-millis-max", "1000");

        assertThatThrownBy(this::read)
                .hasMessageContaining(
                        "concord.request.timeout-millis is '5000'; it is a whole number between 10 and 1000");
    }

    @Test
    void the_message_has_a_line_for_each_problem() {
        properties.remove("concord.data.dir");
        properties.remove("concord.node.id");

        assertThatThrownBy(this::read)
                .hasMessageStartingWith("Concord does not start: 2 problems in its configuration\n  - concord.node.id");
    }

    private NodeConfig read() {
        return settings.read();
    }

    private List<String> problems() {
        return settings.problems();
    }
}
