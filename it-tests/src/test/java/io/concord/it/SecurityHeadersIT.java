package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer tells a browser and a cache, whoever gives it. */
@ExtendWith(SharedCluster.class)
class SecurityHeadersIT {
    private final LocalCluster cluster;

    SecurityHeadersIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/absent",
                "/v1/cluster/status",
                "/v1/watch?from-revision=999999999",
                "/v1/nothing",
                "/v1/kv/a%2Fb",
                "/health/live",
                "/health/nothing",
                "/openapi",
                "/openapi/ui/",
                "/openapi/nothing",
                "/metrics",
                "/jwt/x",
                "/"
            })
    void every_answer_has_them(String path) throws IOException {
        check(plain().send("GET", path, null));
        check(https().send("GET", path, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv/absent", "/health/live", "/openapi/ui/", "/metrics"})
    void https_is_to_be_kept_to_once_it_was_there(String path) throws IOException {
        assertThat(Client.header(https().send("GET", path, null), "Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
        // RFC 6797 §7.2.
        assertThat(plain().send("GET", path, null).headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
    }

    @Test
    void no_page_of_the_server_runs_what_others_have_written() throws IOException {
        var page = plain().send("GET", "/openapi/ui/", null);

        assertThat(Client.header(page, "Content-Security-Policy")).contains("default-src 'self'");
        assertThat(Client.header(page, "X-Frame-Options")).isEqualTo("DENY");
    }

    /** A value that claims to be a page is data. */
    @Test
    void a_value_is_never_a_page() throws IOException {
        plain().put("page", "<script>alert(1)</script>", "Content-Type", "text/html");

        var answer = plain().get("page");

        assertThat(Client.header(answer, "Content-Type")).startsWith("text/html");
        assertThat(Client.header(answer, "Content-Security-Policy")).contains("default-src 'none'");
    }

    private static void check(HttpResponse<byte[]> answer) {
        assertThat(Client.header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Client.header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(Client.header(answer, "Content-Security-Policy")).contains("default-src '");
        assertThat(Client.header(answer, "Cache-Control")).containsPattern("no-store|no-cache");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
        assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
    }

    private Client plain() {
        return SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
    }

    private Client https() {
        return Client.overHttps(
                cluster.layout().node("n1").httpsPort(),
                cluster.tokens().mint("alice", TokenGroup.ADMIN, Duration.ofHours(1)));
    }
}
