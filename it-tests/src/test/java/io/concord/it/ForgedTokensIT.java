package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Forged and odd tokens against every operation of the OpenAPI document, watches in both forms and batches among them. Each
 * must be refused and change nothing; and each has a twin without its flaw, which must be accepted, so that it is known to
 * be refused for the flaw.
 */
class ForgedTokensIT {
    private static final int FORGERIES_MIN = 60;
    private static final String WITNESS = "witness";

    /** An operation with a request that its documentation gives as an example. */
    private record Target(OpenApiOperation operation, OpenApiRequest request) {
        @Override
        public String toString() {
            return operation + " " + request.headers();
        }
    }

    private static final LocalCluster CLUSTER = Clusters.of(1, "forged-tokens", Clusters.OPTIONS);
    private static final List<Target> SECURED = targets(true);
    private static final List<Target> OPEN = targets(false);

    private static @Nullable Client admin;
    private static @Nullable LogFiles logs;
    private static @Nullable ServerSocket listener;
    private static final AtomicInteger CALLS = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        CLUSTER.startAllAndAwaitReady(Clusters.START_PATIENCE);
        admin = SharedCluster.client(CLUSTER, "n1", TokenGroup.ADMIN);
        assertThat(admin().put(WITNESS, "value").statusCode()).isEqualTo(201);
        logs = new LogFiles(CLUSTER.files("n1"));
    }

    @AfterAll
    static void stop() throws IOException {
        CLUSTER.close();
        if (listener != null) {
            listener.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> a_token_of_the_provider_is_refused_by_every_operation() throws Exception {
        var kind = new ProviderTokens(CLUSTER);
        var claims = new ForgedClaims(kind).all();
        return Stream.concat(refusals(claims, true), refusals(unsigned(kind), false));
    }

    @TestFactory
    Stream<DynamicTest> a_token_of_concord_is_refused_by_every_operation() throws Exception {
        return refusals(unsigned(new OwnTokens(CLUSTER)), false);
    }

    @TestFactory
    Stream<DynamicTest> a_token_of_one_kind_that_passes_itself_off_as_the_other_is_refused() throws Exception {
        var provider = new ProviderTokens(CLUSTER);
        var own = new OwnTokens(CLUSTER);
        var mixed = Map.of(
                "Concord's header and claims under the provider's signature",
                Jws.signed(own.header(), own.claims(), provider::signature),
                "Concord's claims under the provider's header and signature",
                Jws.signed(provider.header(), own.claims(), provider::signature),
                "Concord's type in the provider's token",
                Jws.signed(
                        provider.header().with("typ", own.header().value("typ")),
                        provider.claims(),
                        provider::signature),
                "Concord's issuer in the provider's token",
                Jws.signed(
                        provider.header(),
                        provider.claims().with("iss", own.claims().value("iss")),
                        provider::signature));
        return refusals(
                mixed.entrySet().stream()
                        .map(token -> Forgery.token(token.getKey(), token.getValue(), own.good()))
                        .toList(),
                false);
    }

    /** Those that nobody need sign: of these alone there are enough. */
    private static List<Forgery> unsigned(TokenKind kind) throws IOException {
        var forgeries = new ArrayList<>(new ForgedSignatures(kind, listener()).all());
        forgeries.addAll(new ForgedCarriers(kind).all());
        assertThat(forgeries).hasSizeGreaterThanOrEqualTo(FORGERIES_MIN);
        return forgeries;
    }

    /** @param signed whether somebody signed them, so that they may be good elsewhere and are a secret like any other */
    private static Stream<DynamicTest> refusals(List<Forgery> forgeries, boolean signed) throws IOException {
        assertThat(forgeries.stream().map(Forgery::name)).doesNotHaveDuplicates();
        assertThat(SECURED).hasSizeGreaterThan(40);
        var before = state();
        return forgeries.stream()
                .map(forgery -> DynamicTest.dynamicTest(forgery.name(), () -> {
                    try (var plain = new KeptConnection(CLUSTER.endpoint("n1"));
                            var secure = new KeptConnection(https())) {
                        checkRefused(forgery, plain, secure);
                        checkOpen(forgery, plain);
                        checkTwin(forgery, plain);
                    }
                    assertThat(state()).isEqualTo(before);
                    assertThat(CALLS).as("calls of an address in a token").hasValue(0);
                    checkLogs(signed ? List.of(forgery.forged(), forgery.twin()) : List.of(forgery.twin()));
                }));
    }

    /** What the refusals must not take with them. */
    @TestFactory
    Stream<DynamicTest> is_odd_and_accepted() throws Exception {
        return new ForgedClaims(new ProviderTokens(CLUSTER))
                .oddAndRight().entrySet().stream()
                        .map(odd -> DynamicTest.dynamicTest(
                                odd.getKey(),
                                () -> assertThat(new Client(CLUSTER.endpoint("n1"), odd.getValue())
                                                .get(WITNESS)
                                                .statusCode())
                                        .isEqualTo(200)));
    }

    @Test
    void a_token_without_groups_is_known_and_may_nothing() throws Exception {
        var kind = new ProviderTokens(CLUSTER);
        var token = Jws.signed(kind.header(), kind.claims().without("groups"), kind::signature);

        assertThat(new Client(CLUSTER.endpoint("n1"), token).get(WITNESS).statusCode())
                .isEqualTo(403);
    }

    private static void checkRefused(Forgery forgery, KeptConnection plain, KeptConnection secure) throws IOException {
        for (var target : SECURED) {
            var connection = target.operation().isHttpsOnly() ? secure : plain;
            var answer = connection.ask(request(target, forgery.forged()));
            if (answer.isEmpty()) {
                assertThat(forgery.badForm()).as("no answer of %s", target).isTrue();
                continue;
            }
            var described = "%s: %s".formatted(target, answer.get());
            assertThat(answer.get().status())
                    .as(described)
                    .isIn(forgery.badForm() ? List.of(400, 401, 413, 431) : List.of(401));
            answer.get().check();
            if (answer.get().status() == 401) {
                assertThat(answer.get().header("Content-Type")).as(described).isEqualTo("application/problem+json");
                assertThat(answer.get().header("WWW-Authenticate"))
                        .as(described)
                        .startsWith("Bearer");
                assertThat(answer.get().body())
                        .as(described)
                        .matches(body ->
                                target.request().method().equals("HEAD") || body.contains("\"code\":\"unauthorized\""));
            }
        }
    }

    /** Probes need no token, and a bad one does not hurt them. */
    private static void checkOpen(Forgery forgery, KeptConnection plain) throws IOException {
        for (var target : OPEN) {
            var answer = plain.ask(request(target, forgery.forged()));
            assertThat(answer.map(FuzzAnswer::status).orElse(forgery.badForm() ? 400 : 0))
                    .as("%s: %s", target, answer)
                    .isIn(forgery.badForm() ? List.of(200, 400, 413, 431) : List.of(200));
        }
    }

    private static void checkTwin(Forgery forgery, KeptConnection plain) throws IOException {
        var get = SECURED.stream()
                .filter(target -> target.operation().toString().equals("GET /v1/kv/{key}"))
                .findFirst()
                .orElseThrow();
        var request = new OpenApiRequest("GET", "/v1/kv/" + WITNESS, List.of(), Optional.empty());
        var answer = plain.ask(request(new Target(get.operation(), request), forgery.twin()));
        assertThat(answer.map(FuzzAnswer::status)).as("the twin: %s", answer).contains(200);
    }

    /** Everything that the store tells of itself, and its revision. */
    private static String state() throws IOException {
        var state = new StringBuilder();
        for (var target : SECURED) {
            if (target.request().method().equals("GET")
                    && !target.operation().path().contains("{")
                    && !target.operation().path().startsWith("/v1/cluster")
                    && !target.operation().isStream()
                    && !target.operation().isOfTheContainer()) {
                var response = admin().send("GET", target.request().target(), null);
                state.append(target).append(' ').append(response.statusCode()).append(' ');
                state.append(Client.text(response)).append('\n');
            }
        }
        var status = admin().status();
        for (var figure : List.of("revision", "entries", "bytes", "term")) {
            state.append(figure).append(' ').append(status.get(figure)).append('\n');
        }
        return state.append(admin().send("GET", "/v1/cluster/members", null).statusCode())
                .toString();
    }

    /** Nobody has written a line of the logs by a token, and none that somebody signed is in a file. */
    private static void checkLogs(List<Forgery.Pass> secret) throws IOException {
        var bearers = secret.stream()
                .flatMap(pass -> pass.headers().stream())
                .filter(line -> line.startsWith("Authorization: Bearer "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
        var written = Objects.requireNonNull(logs);
        assertThat(written.news())
                .noneMatch(line -> line.startsWith(FuzzText.FORGED_LINE))
                .noneMatch(line -> BadRequestsIT.ALARM.matcher(line).matches())
                .noneMatch(line -> bearers.stream().anyMatch(line::contains));
        assertThat(written.incidents())
                .allSatisfy(file -> assertThat(LogFiles.text(file)).doesNotContain("Exception = io.concord"))
                .noneMatch(file -> bearers.stream().anyMatch(LogFiles.text(file)::contains), "a file with a token");
    }

    private static FuzzRequest request(Target target, Forgery.Pass pass) {
        var request = target.request();
        var body = pass.form()
                .map(form -> form.getBytes(StandardCharsets.US_ASCII))
                .or(() -> request.body().map(OpenApiOperation.Body::bytes));
        var wire = new StringBuilder(request.method()).append(' ').append(request.target());
        if (!pass.query().isEmpty()) {
            wire.append(request.target().contains("?") ? '&' : '?').append(pass.query());
        }
        wire.append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (var i = 0; i < request.headers().size(); i += 2) {
            if (pass.form().isEmpty() || !request.headers().get(i).equals("Content-Type")) {
                wire.append(request.headers().get(i)).append(": ");
                wire.append(request.headers().get(i + 1)).append("\r\n");
            }
        }
        if (pass.form().isPresent()) {
            wire.append("Content-Type: application/x-www-form-urlencoded\r\n");
        }
        pass.headers().forEach(line -> wire.append(line).append("\r\n"));
        body.ifPresent(
                bytes -> wire.append("Content-Length: ").append(bytes.length).append("\r\n"));
        wire.append("\r\n");
        body.ifPresent(bytes -> wire.append(new String(bytes, StandardCharsets.ISO_8859_1)));
        return new FuzzRequest(wire.toString(), FuzzRequest.Kind.WHOLE);
    }

    /** One request of each operation; of a watch one in each form. */
    private static List<Target> targets(boolean secured) {
        return OpenApiDocument.ofYaml(OpenApiDocument.text()).operations().stream()
                .filter(operation -> operation.role().isPresent() == secured)
                .flatMap(operation -> {
                    var requests = OpenApiRequest.of(operation, Map.of());
                    return Stream.concat(
                                    requests.stream().limit(1),
                                    requests.stream()
                                            .filter(request -> operation.isStream()
                                                    && request.headers().contains("Accept")))
                            .distinct()
                            .map(request -> new Target(operation, request));
                })
                .toList();
    }

    /** An address that counts who comes, and is asked by nobody. */
    private static String listener() throws IOException {
        if (listener != null) {
            return address(listener);
        }
        var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener = socket;
        var thread = new Thread(() -> countCalls(socket), "address-in-a-token");
        thread.setDaemon(true);
        thread.start();
        return address(socket);
    }

    private static String address(ServerSocket socket) {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/keys";
    }

    private static void countCalls(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                socket.accept().close();
                CALLS.incrementAndGet();
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    private static URI https() {
        return URI.create("https://127.0.0.1:" + CLUSTER.layout().node("n1").httpsPort());
    }

    private static Client admin() {
        return Objects.requireNonNull(admin);
    }
}
