package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.SigningKey;
import io.concord.cli.cluster.TokenClaims;
import io.concord.cli.cluster.TokenGroup;
import io.concord.cli.cluster.TokenMinter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every endpoint with every role: 200, 401 or 403, and nothing in between. */
@ExtendWith(SharedCluster.class)
class AccessIT {
    /** @param answers what whoever may gets: for most 200 to 204 */
    private record Endpoint(String method, String target, List<TokenGroup> allowed, List<Integer> answers) {
        Endpoint(String method, String target, List<TokenGroup> allowed) {
            this(method, target, allowed, List.of(200, 201, 204));
        }
    }

    private static final List<TokenGroup> ADMINS = List.of(TokenGroup.ADMIN);

    /** There is no such member: the leader says so, and others that they do not lead. */
    private static final List<Integer> NOT_POSSIBLE = List.of(409, 503);

    /** There is nothing to do for the leader; others say that they do not lead. */
    private static final List<Integer> ON_THE_LEADER = List.of(204, 503);

    private static final List<TokenGroup> ALL = List.of(TokenGroup.values());
    private static final List<TokenGroup> WRITERS = List.of(TokenGroup.WRITER, TokenGroup.ADMIN);

    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("PUT", "/v1/kv/access", WRITERS),
            new Endpoint("POST", "/v1/kv/access-count?op=increment", WRITERS),
            new Endpoint("POST", "/v1/kv/access?op=touch&ttl=never", WRITERS),
            new Endpoint("DELETE", "/v1/kv?prefix=access-", WRITERS),
            new Endpoint("DELETE", "/v1/kv?tag=access", WRITERS),
            new Endpoint("DELETE", "/v1/tags/access", WRITERS),
            new Endpoint("GET", "/v1/kv?prefix=access", ALL),
            // The body is no settings, which only those are told who may create a namespace.
            new Endpoint("PUT", "/v1/namespaces/access", WRITERS, List.of(415)),
            new Endpoint("PUT", "/v1/namespaces/access/kv/key", WRITERS),
            new Endpoint("GET", "/v1/namespaces/access/kv/key", ALL),
            new Endpoint("GET", "/v1/namespaces/access", ALL),
            new Endpoint("GET", "/v1/namespaces", ALL),
            new Endpoint("POST", "/v1/namespaces/access/clear", WRITERS),
            new Endpoint("DELETE", "/v1/namespaces/access-gone", WRITERS),
            new Endpoint("POST", "/v1/leases?ttl=1s", WRITERS),
            new Endpoint("GET", "/v1/leases", ALL),
            new Endpoint("GET", "/v1/leases/999999999", ALL, List.of(404)),
            new Endpoint("POST", "/v1/leases/999999999/keep-alive", WRITERS, List.of(404)),
            new Endpoint("DELETE", "/v1/leases/999999999", WRITERS, List.of(404)),
            new Endpoint("GET", "/v1/tokens", ADMINS),
            new Endpoint("POST", "/v1/tokens", ADMINS, List.of(400)),
            new Endpoint("GET", "/v1/tokens/unknown", ADMINS, List.of(404)),
            new Endpoint("DELETE", "/v1/tokens/unknown", ADMINS, List.of(404)),
            new Endpoint("GET", "/v1/tokens/keys", ADMINS),
            new Endpoint("POST", "/v1/tokens/keys", ADMINS),
            new Endpoint("DELETE", "/v1/tokens/keys/unknown", ADMINS, List.of(404)),
            new Endpoint("GET", "/metrics", ALL),
            new Endpoint("GET", "/v1/tokens/revocations", ADMINS),
            new Endpoint("POST", "/v1/tokens/revocations", ADMINS, List.of(400)),
            new Endpoint("DELETE", "/v1/tokens/revocations/999999999", ADMINS, List.of(404)),
            // Without a body, which decides what may be done, nobody gets further.
            new Endpoint("POST", "/v1/txn", ALL, List.of(400)),
            new Endpoint("GET", "/v1/requests/access", ALL, List.of(404)),
            new Endpoint("GET", "/v1/kv/access", ALL),
            new Endpoint("HEAD", "/v1/kv/access", ALL),
            new Endpoint("GET", "/v1/kv/access?consistency=stale", ALL),
            // A revision in the future is refused to those who may watch; a watch would not end.
            new Endpoint("GET", "/v1/watch?from-revision=999999999999", ALL, List.of(400)),
            new Endpoint("GET", "/v1/namespaces/default/watch?from-revision=999999999999", ALL, List.of(400)),
            new Endpoint("GET", "/v1/cluster/status", ALL),
            new Endpoint("GET", "/v1/cluster/members", ALL),
            new Endpoint("GET", "/v1/cluster/diagnosis", ALL),
            new Endpoint("POST", "/v1/cluster/snapshot", ADMINS),
            new Endpoint("POST", "/v1/cluster/hand-over", ADMINS),
            new Endpoint("POST", "/v1/cluster/finish-upgrade", ADMINS, ON_THE_LEADER),
            new Endpoint("POST", "/v1/cluster/members/n9/promote", ADMINS, NOT_POSSIBLE),
            new Endpoint("DELETE", "/v1/cluster/members/n9", ADMINS, NOT_POSSIBLE),
            new Endpoint("DELETE", "/v1/kv/access", WRITERS));

    private final LocalCluster cluster;

    AccessIT(LocalCluster cluster) throws IOException {
        this.cluster = cluster;
        SharedCluster.client(cluster, "n1", TokenGroup.ADMIN).put("access", "granted");
        SharedCluster.client(cluster, "n1", TokenGroup.ADMIN).send("PUT", "/v1/namespaces/access", null);
        SharedCluster.client(cluster, "n1", TokenGroup.ADMIN)
                .send("PUT", "/v1/namespaces/access/kv/key", new byte[] {1});
    }

    static Stream<Arguments> matrix() {
        return ENDPOINTS.stream()
                .flatMap(endpoint -> Stream.of(TokenGroup.values()).map(group -> Arguments.of(endpoint, group)));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void a_role_reaches_what_it_may_and_gets_403_elsewhere(Endpoint endpoint, TokenGroup group) throws IOException {
        var claims = cluster.tokens().claims("alice", group, Duration.ofHours(1));
        var token = cluster.tokens().sign(claims.with("groups", List.of("concord-" + name(group), "others")));

        var response = request(endpoint, token);

        if (endpoint.allowed().contains(group)) {
            assertThat(response.statusCode()).isIn(endpoint.answers());
        } else {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(Client.code(response)).isEqualTo("forbidden");
        }
    }

    static Stream<Arguments> endpoints() {
        return ENDPOINTS.stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void a_token_without_a_group_of_ours_gets_403(Endpoint endpoint) throws IOException {
        var claims = cluster.tokens().claims("alice", TokenGroup.ADMIN, Duration.ofHours(1));

        assertThat(request(endpoint, cluster.tokens().sign(claims.with("groups", List.of("admin"))))
                        .statusCode())
                .isEqualTo(403);
        assertThat(request(endpoint, cluster.tokens().sign(claims.without("groups")))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void nobody_without_a_token_gets_in(Endpoint endpoint) throws IOException {
        var response = new Client(cluster.endpoint("n1"), null).send(endpoint.method(), endpoint.target(), null);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Client.header(response, "WWW-Authenticate")).startsWith("Bearer");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void a_token_that_is_not_valid_gets_401(Endpoint endpoint) throws IOException {
        var tokens = cluster.tokens();
        var good = tokens.claims("alice", TokenGroup.ADMIN, Duration.ofHours(1));
        var bad = Map.of(
                "expired", tokens.sign(good.with("exp", Instant.now().minusSeconds(60))),
                "another issuer", tokens.sign(good.with("iss", "https://elsewhere.example")),
                "another audience", tokens.sign(good.with("aud", "elsewhere")),
                "no audience", tokens.sign(good.without("aud")),
                "no subject", tokens.sign(good.without("sub").without("upn")),
                "another key", new TokenMinter(SigningKey.generate()).sign(good),
                "unsigned", unsigned(good, tokens),
                "tampered with", tampered(tokens.sign(good)),
                "no token at all", "junk");

        for (var entry : bad.entrySet()) {
            assertThat(request(endpoint, entry.getValue()).statusCode())
                    .as(entry.getKey())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_path_that_does_not_exist_tells_nobody_so_without_a_token() throws IOException {
        assertThat(new Client(cluster.endpoint("n1"), null)
                        .send("GET", "/v1/nothing", null)
                        .statusCode())
                .isEqualTo(401);
        assertThat(SharedCluster.client(cluster, "n1", TokenGroup.READER)
                        .send("GET", "/v1/nothing", null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void health_needs_no_token() throws IOException {
        for (var probe : List.of("live", "ready", "started")) {
            assertThat(new Client(cluster.endpoint("n1"), null)
                            .send("GET", "/health/" + probe, null)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_subject_of_the_token_is_the_author() throws IOException {
        var bob = new Client(
                cluster.endpoint("n2"), cluster.tokens().mint("bob@example", TokenGroup.WRITER, Duration.ofHours(1)));

        bob.put("authored", "by bob");

        assertThat(Client.header(bob.get("authored"), "Concord-Author")).isEqualTo("bob@example");
    }

    private HttpResponse<byte[]> request(Endpoint endpoint, String token) throws IOException {
        var body = endpoint.method().equals("PUT") ? new byte[] {'x'} : null;
        var response = new Client(cluster.endpoint("n1"), token).send(endpoint.method(), endpoint.target(), body);
        if (endpoint.method().equals("DELETE") && response.statusCode() == 204) {
            SharedCluster.client(cluster, "n1", TokenGroup.ADMIN).put("access", "granted");
        }
        return response;
    }

    private static String name(TokenGroup group) {
        return group.name().toLowerCase(Locale.ROOT);
    }

    private static String unsigned(TokenClaims claims, TokenMinter tokens) {
        var header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + tokens.sign(claims).split("\\.", -1)[1] + ".";
    }

    private static String tampered(String token) {
        var parts = token.split("\\.", -1);
        var payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        var forged = payload.replace("alice", "mallory");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
    }
}
