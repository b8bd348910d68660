package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.InvalidSettingsException;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.api.TokenSupplier;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.ClientSettings;
import io.concord.jcache.settings.ClusterAddress;
import io.concord.jcache.settings.TlsSettings;
import io.concord.jcache.settings.TokenOrigin;
import io.concord.jcache.settings.TransportSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection over real HTTP, with servers that do what servers and networks do. */
class HttpStoreConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final EntryName COUNTER = new EntryName(Namespace.DEFAULT, new Key("counter"));

    private final FakeStore store = new FakeStore();
    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void answers_that_are_lost_apply_nothing_twice() throws IOException {
        var server = server();
        var connection = connect(settings(server));
        assertThat(value(connection.write(increment()))).isEqualTo(1);

        server.plan(FakeServer.LOSE_ANSWER, FakeServer.LOSE_ANSWER);
        assertThat(value(connection.write(increment()))).isEqualTo(2);
        server.plan(FakeServer.GARBAGE, FakeServer.CLOSE);
        assertThat(value(connection.write(increment()))).isEqualTo(3);

        assertThat(store.writes()).isEqualTo(3);
    }

    @Test
    void a_server_that_ends_is_left_for_another() throws IOException {
        var first = server();
        var second = server();
        var connection = connect(settings(first, second));
        assertThat(value(connection.write(increment()))).isEqualTo(1);

        first.close();
        assertThat(value(connection.write(increment()))).isEqualTo(2);
        var third = server(first.port());
        second.close();
        assertThat(value(connection.write(increment()))).isEqualTo(3);
        assertThat(third.authorizations()).isNotEmpty();
    }

    @Test
    void a_server_that_is_silent_is_left_within_the_deadline() throws IOException {
        var silent = server();
        var other = server();
        silent.plan(FakeServer.STALL, FakeServer.STALL, FakeServer.STALL);
        other.plan(FakeServer.problem(503, "cluster-not-ready"));
        var connection = connect(settings(silent, other));

        assertThat(value(connection.write(increment()))).isEqualTo(1);
        assertThat(value(connection.write(increment()))).isEqualTo(2);
    }

    @Test
    void a_silent_server_alone_leaves_a_write_in_doubt_and_a_read_unavailable() throws IOException {
        var server = server();
        var connection = connect(with(settings(server), Duration.ofMillis(1_500)));
        assertThat(value(connection.write(increment()))).isEqualTo(1);
        server.plan(FakeServer.STALL, FakeServer.STALL, FakeServer.STALL, FakeServer.STALL);

        var write = connection.write(increment());
        var read = connection.read(new BatchOperation.Get(new EntryName(Namespace.DEFAULT, new Key("other")), false));

        assertThat(failure(write)).isInstanceOf(IndeterminateException.class).hasMessageContaining(server.uri() + "");
        assertThat(failure(read)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void opening_does_not_wait_for_an_absent_cluster_and_operations_say_that_it_is_absent() throws IOException {
        var server = server();
        server.close();

        var connection = connect(with(settings(server), Duration.ofMillis(300)));

        assertThat(failure(connection.write(increment())))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll(
                        "increment of 'counter' was not carried out", server.uri() + ": no connection");
    }

    @Test
    void a_token_file_is_read_again_when_the_token_is_not_accepted() throws IOException {
        var file = Files.writeString(directory.resolve("token"), "old\n");
        var server = server();
        var connection = connect(with(settings(server), new TokenOrigin.InFile(file)));
        assertThat(value(connection.write(increment()))).isEqualTo(1);

        Files.writeString(file, "Authorization: Bearer new\n");
        server.plan(FakeServer.problem(401, "unauthorized"));
        assertThat(value(connection.write(increment()))).isEqualTo(2);

        assertThat(server.authorizations()).startsWith("Bearer old").endsWith("Bearer new");
    }

    @Test
    void a_supplier_is_asked_again_once_and_then_the_token_is_refused() throws IOException {
        var server = server();
        var tokens = new ArrayDeque<>(List.of("t1", "t2", "t3"));
        TokenSupplier supplier = tokens::removeFirst;
        var connection = connect(with(settings(server), new TokenOrigin.Supplied(supplier)));
        assertThat(value(connection.write(increment()))).isEqualTo(1);

        server.plan(FakeServer.problem(401, "unauthorized"), FakeServer.problem(401, "unauthorized"));
        assertThat(failure(connection.write(increment())))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("unauthorized"))
                .hasMessageNotContaining("t2");
        assertThat(server.authorizations()).endsWith("Bearer t1", "Bearer t2");
    }

    @Test
    void a_server_with_a_certificate_of_a_trusted_authority_is_spoken_to() throws Exception {
        var certificates = TestCertificates.make(directory, "ip:127.0.0.1");
        var server = tlsServer(certificates);

        var pem = connect(with(settings(server), trusting(certificates.pem(), "PEM", Optional.empty())));
        assertThat(value(pem.write(increment()))).isEqualTo(1);

        var stored = connect(with(
                settings(server), trusting(certificates.keystore(), "PKCS12", Optional.of(TestCertificates.PASSWORD))));
        assertThat(value(stored.write(increment()))).isEqualTo(2);
    }

    @Test
    void a_server_with_a_certificate_of_a_stranger_or_for_another_host_is_not_spoken_to() throws Exception {
        var other = TestCertificates.make(directory, "dns:elsewhere.example");
        var server = tlsServer(other);
        var brief = with(settings(server), Duration.ofMillis(800));

        var wrongHost = connect(with(brief, trusting(other.pem(), "PEM", Optional.empty())));
        assertThat(failure(wrongHost.write(increment())))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("subject alternative names");
        var stranger = connect(brief);
        assertThat(failure(stranger.write(increment())))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("unable to find valid certification path");
        assertThat(server.authorizations()).isEmpty();
    }

    @Test
    void a_server_that_demands_a_certificate_gets_the_one_of_the_key_store_or_says_what_to_set() throws Exception {
        var certificates = TestCertificates.make(directory, "ip:127.0.0.1");
        var server = opened(FakeServer.startMutualTls(store, certificates.mutualContext()));
        var brief = with(settings(server), Duration.ofMillis(800));
        var own = Optional.of(
                new TlsSettings.Store(certificates.keystore(), "PKCS12", Optional.of(TestCertificates.PASSWORD)));

        var certified = connect(with(settings(server), new TlsSettings(own, own)));
        assertThat(value(certified.write(increment()))).isEqualTo(1);
        var stranger = connect(with(brief, trusting(certificates.pem(), "PEM", Optional.empty())));
        assertThat(failure(stranger.write(increment())))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("concord.client.tls.keystore");
        assertThat(server.authorizations()).hasSize(2);
    }

    @Test
    void a_truststore_that_cannot_be_opened_is_said_at_once() throws IOException {
        var empty = Files.writeString(directory.resolve("ca.pem"), "");
        var settings = with(
                ClientSettings.of(ClusterAddress.parse(URI.create("concord://h1/"))),
                trusting(empty, "PEM", Optional.empty()));

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> HttpStoreConnection.open(settings))
                .withMessageContaining(empty + " cannot be used as PEM");
    }

    @Test
    void many_callers_share_few_requests_and_lose_nothing() throws IOException {
        var server = server();
        var connection = connect(settings(server));

        var stages = IntStream.range(0, 2_000)
                .mapToObj(i -> connection.write(increment()).toCompletableFuture())
                .toList();
        var values = stages.stream().map(HttpStoreConnectionTest::value).toList();

        assertThat(values)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 2_000).mapToObj(Long::valueOf).toList());
        assertThat(server.authorizations()).hasSizeLessThan(200);
    }

    @Test
    void what_depends_on_a_stage_may_wait_for_another_operation() throws IOException {
        var server = server();
        var connection = connect(settings(server));

        var nested = connection.write(increment()).thenApply(reply -> value(connection.write(increment())));

        assertThat(nested.toCompletableFuture()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_that_is_longer_than_what_was_asked_for_is_left_unread(boolean announced) throws IOException {
        var server = server();
        var connection = connect(with(settings(server), Duration.ofMillis(1_500)));
        assertThat(value(connection.write(increment()))).isEqualTo(1);
        var sent = new AtomicLong();
        server.plan(FakeServer.endless(announced, sent), FakeServer.endless(announced, sent));
        server.plan(FakeServer.STALL, FakeServer.STALL, FakeServer.STALL);

        var contains = connection.read(new BatchOperation.Contains(COUNTER, false));

        assertThat(failure(contains))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("contains of 'counter' was not carried out");
        assertThat(sent.get()).isLessThan(32L << 20);
    }

    @Test
    void an_answer_that_is_too_long_says_how_long_it_may_be() throws IOException {
        var server = server();
        var connection = connect(with(settings(server), Duration.ofMillis(1_500)));
        assertThat(value(connection.write(increment()))).isEqualTo(1);
        var sent = new AtomicLong();
        for (int i = 0; i < 50; i++) {
            server.plan(FakeServer.endless(true, sent));
        }

        var contains = connection.read(new BatchOperation.Contains(COUNTER, false));

        assertThat(failure(contains))
                .hasMessageContaining("the answer has 1099511627776 bytes, and what was asked for has at most 7");
    }

    @Test
    void a_wordy_problem_is_a_problem_all_the_same() throws IOException {
        var server = server();
        var connection = connect(settings(server));
        assertThat(value(connection.write(increment()))).isEqualTo(1);
        server.plan(FakeServer.wordyProblem(403, "forbidden", 60_000));

        var refused = failure(connection.write(increment()));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        failure -> assertThat(failure.code()).isEqualTo("forbidden"));
    }

    @Test
    void after_the_end_no_thread_is_left() throws IOException {
        var server = server();
        server.plan((s, exchange) -> {}, FakeServer.STALL);
        var before = threads();
        var connection = HttpStoreConnection.open(settings(server));
        var underWay = connection.write(increment());
        assertThat(threads()).anyMatch(thread -> !before.contains(thread));

        connection.close();
        connection.close();

        assertThat(failure(underWay)).hasMessageContaining("the connection was closed");
        assertThat(failure(connection.write(increment()))).hasMessageContaining("the connection is closed");
        // The JDK's client of Java 17 ends its thread when it is garbage.
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(threads()).isSubsetOf(before);
        });
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(ClientThreads.NAME_PREFIX)
                        || thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toSet());
    }

    private FakeServer server() throws IOException {
        return opened(FakeServer.start(store));
    }

    private FakeServer server(int port) throws IOException {
        return opened(FakeServer.start(store, port));
    }

    private FakeServer tlsServer(TestCertificates certificates) throws Exception {
        return opened(FakeServer.startTls(store, certificates.serverContext()));
    }

    private HttpStoreConnection connect(ClientSettings settings) {
        return opened(HttpStoreConnection.open(settings));
    }

    private <T extends AutoCloseable> T opened(T opened) {
        open.push(opened);
        return opened;
    }

    private static ClientSettings settings(FakeServer... servers) {
        return ClientSettings.of(FakeServer.address(servers));
    }

    private static ClientSettings with(ClientSettings settings, Duration timeout) {
        var t = TransportSettings.STANDARD;
        return new ClientSettings(
                settings.address(),
                settings.token(),
                settings.tls(),
                new TransportSettings(
                        timeout,
                        t.connectTimeout(),
                        t.requestsInFlightMax(),
                        t.operationsMax(),
                        t.operationBytesMax(),
                        t.batchOperationsMax(),
                        t.batchBytesMax()));
    }

    private static ClientSettings with(ClientSettings settings, TokenOrigin token) {
        return new ClientSettings(settings.address(), token, settings.tls(), settings.transport());
    }

    private static ClientSettings with(ClientSettings settings, TlsSettings tls) {
        return new ClientSettings(settings.address(), settings.token(), tls, settings.transport());
    }

    private static TlsSettings trusting(Path file, String type, Optional<String> password) {
        return new TlsSettings(Optional.of(new TlsSettings.Store(file, type, password)), Optional.empty());
    }

    private static BatchChange increment() {
        return new BatchChange.Increment(COUNTER, 1, 0, Expiry.never());
    }

    private static long value(CompletionStage<BatchReply> stage) {
        return ((BatchOutcome.Incremented) stage.toCompletableFuture()
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .outcome())
                .value();
    }

    private static Throwable failure(CompletionStage<BatchReply> stage) {
        CompletableFuture<BatchReply> future =
                stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Objects.requireNonNull(catchThrowable(future::join).getCause());
    }
}
