package io.concord.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.server.audit.AuditLog;
import io.concord.server.audit.AuditSettings;
import io.concord.server.audit.Uncounted;
import io.concord.server.config.NodeConfig;
import io.concord.server.config.TestSettings;
import io.concord.server.service.BatchLimits;
import io.concord.server.service.BatchService;
import io.concord.server.service.MemoryGuard;
import io.concord.server.service.MemoryLog;
import io.concord.server.service.StoreLimits;
import io.concord.server.service.StoreService;
import io.concord.server.service.rate.RateLimits;
import io.concord.server.service.rate.RateSettings;
import io.concord.server.token.OwnTokens;
import io.concord.server.token.SecretProofs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds a batch, for which there are no filters; what its operations come to is the service's. */
class BatchEndpointTest {
    /** Not under the temporary directory, where no node may keep its data. */
    private static final Path WORK = Path.of("target/batch-endpoint-test").toAbsolutePath();

    private static final String PATH = "/v1/batch";
    private static final byte[] NONE = {};
    private static final int BYTES_MAX = 1_000;
    private static final int REQUESTS_MAX = 10;
    private static final int BYTES_A_SECOND_MAX = 600;

    private final MemoryLog log = new MemoryLog();
    private final StoreService store = new StoreService(
            log,
            Clock.systemUTC(),
            new StoreLimits(BYTES_MAX, 10, BYTES_MAX),
            new MemoryGuard(() -> 0, () -> BYTES_MAX));
    private final List<String> finished = new ArrayList<>();
    private final AuditLog audit = new AuditLog(
            new AuditSettings(WORK.resolve("audit.jsonl"), 1 << 20, Duration.ofDays(1), 1, true, Set.of()),
            "n1",
            new Uncounted(),
            Clock.systemUTC());

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(WORK);
        audit.start();
    }

    @AfterEach
    void stop() {
        audit.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, PATH + "/"})
    void a_batch_is_answered_whole_and_counted(String path) throws IOException {
        var exchange = batch(path, gets(2));

        serve(exchange);

        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.contentType()).isEqualTo(BatchCodec.MEDIA_TYPE);
        assertThat(exchange.contentLength()).isEqualTo(exchange.body().length);
        assertThat(BatchCodec.decodeResponse(exchange.body()).replies())
                .hasSize(2)
                .allSatisfy(reply -> assertThat(reply.outcome()).isInstanceOf(BatchOutcome.Found.class));
        assertThat(exchange.completions()).isOne();
        assertThat(finished).containsExactly("POST " + path + " execute ok");
    }

    @Test
    void one_that_asks_nothing_of_the_state_is_answered_too() {
        var exchange = batch(PATH, gets(0));

        serve(exchange);

        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.completions()).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/batch, none, 405, method-not-allowed",
        "HEAD, /v1/batch, none, 405, method-not-allowed",
        "POST, /v1/b%61tch, none, 404, not-found",
        "POST, /v1/batch;a=b, none, 400, invalid-request",
        "POST, /v1/batch, execute, 415, unsupported-media-type"
    })
    void what_is_no_batch_is_a_problem_and_counted(
            String method, String path, String operation, int status, String code) {
        var exchange = new FakeExchange(method, path, gets(1));

        serve(exchange);

        assertRefused(exchange, status, code);
        assertThat(finished).containsExactly(method + " " + path + " " + operation + " " + code);
    }

    @Test
    void the_methods_that_there_are_are_named() {
        var options = new FakeExchange("OPTIONS", PATH, NONE);
        var put = new FakeExchange("PUT", PATH, NONE);

        serve(options);
        serve(put);

        assertThat(options.status()).isEqualTo(200);
        assertThat(options.text()).isEqualTo("POST, OPTIONS");
        assertThat(options.header("Allow")).isEqualTo("POST, OPTIONS");
        assertThat(put.header("Allow")).isEqualTo("POST, OPTIONS");
    }

    @Test
    void a_body_of_another_coding_or_too_large_or_cut_off_or_no_batch_is_refused() {
        var coded = batch(PATH, gets(1)).with("Content-Encoding", "gzip");
        var large = batch(PATH, new byte[BYTES_MAX + 1]);
        var largeInChunks = batch(PATH, new byte[BYTES_MAX + 1]).inChunks();
        var broken = batch(PATH, gets(1)).broken();
        var malformed = batch(PATH, new byte[] {9});

        List.of(coded, large, largeInChunks, broken, malformed).forEach(this::serve);

        assertRefused(coded, 415, "unsupported-media-type");
        assertRefused(large, 413, "too-large");
        assertThat(large.text()).contains("batch is 1001 bytes; the limit is 1000 (concord.limits.batch-bytes-max)");
        assertRefused(largeInChunks, 413, "too-large");
        assertThat(largeInChunks.text()).contains("batch is more than 1000 bytes");
        assertRefused(broken, 400, "invalid-request");
        assertRefused(malformed, 400, "invalid-request");
    }

    @Test
    void a_query_that_is_not_known_is_refused() {
        var exchange = batch(PATH, gets(1)).withQuery("tiemout=5s");

        serve(exchange);

        assertRefused(exchange, 400, "invalid-request");
        assertThat(exchange.text()).contains("'tiemout' is not known here; known: timeout");
    }

    @Test
    void an_answer_that_nobody_takes_ends_the_request_all_the_same() {
        var exchange = batch(PATH, gets(1)).abandoned();

        serve(exchange);

        assertThat(exchange.body()).isEmpty();
        assertThat(exchange.completions()).isOne();
        assertThat(finished).containsExactly("POST /v1/batch execute ok");
    }

    @Test
    void each_operation_is_a_request_of_the_caller() {
        var endpoint = endpoint(new RateSettings(1, 0, REQUESTS_MAX));

        serve(endpoint, batch(PATH, gets(REQUESTS_MAX)));

        assertLimited(endpoint);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void its_body_costs_the_caller_however_it_comes(boolean inChunks) {
        var endpoint = endpoint(new RateSettings(0, BYTES_A_SECOND_MAX, 1));
        var exchange = batch(PATH, new byte[BYTES_A_SECOND_MAX]);

        serve(endpoint, inChunks ? exchange.inChunks() : exchange);

        assertRefused(exchange, 400, "invalid-request");
        assertLimited(endpoint);
    }

    @Test
    void its_answer_costs_the_caller() {
        var endpoint = endpoint(new RateSettings(0, BYTES_A_SECOND_MAX, 1));
        var exchanges = List.of(
                new FakeExchange("GET", PATH, NONE),
                new FakeExchange("GET", PATH, NONE),
                new FakeExchange("GET", PATH, NONE));

        exchanges.forEach(exchange -> serve(endpoint, exchange));

        assertThat(exchanges.stream()
                        .mapToInt(exchange -> exchange.body().length)
                        .sum())
                .isGreaterThan(BYTES_A_SECOND_MAX);
        assertLimited(endpoint);
    }

    private void assertLimited(BatchEndpoint endpoint) {
        var next = batch(PATH, gets(1));
        serve(endpoint, next);

        assertRefused(next, 429, "too-many-requests");
        assertThat(Long.parseLong(String.valueOf(next.header("Retry-After")))).isPositive();
        assertThat(finished).last().isEqualTo("POST /v1/batch none too-many-requests");
    }

    private static void assertRefused(FakeExchange exchange, int status, String code) {
        assertThat(exchange.status()).isEqualTo(status);
        assertThat(exchange.contentType()).isEqualTo(Problem.CONTENT_TYPE);
        assertThat(exchange.header("Cache-Control")).isEqualTo("no-store");
        assertThat(exchange.text()).contains("\"code\":\"" + code + "\"");
        assertThat(exchange.completions()).isZero();
    }

    private static FakeExchange batch(String path, byte[] body) {
        return new FakeExchange("POST", path, body).with("Content-Type", BatchCodec.MEDIA_TYPE);
    }

    private static byte[] gets(int count) {
        BatchOperation get = new BatchOperation.Get(new EntryName(Namespace.DEFAULT, new Key("k")), false);
        return BatchCodec.encode(new BatchRequest(Collections.nCopies(count, get)));
    }

    private void serve(FakeExchange exchange) {
        serve(endpoint(RateSettings.NONE), exchange);
    }

    private static void serve(BatchEndpoint endpoint, FakeExchange exchange) {
        endpoint.service(exchange.request(), exchange.response());
    }

    // Justification: there is no container here to inject anything.
    @SuppressWarnings("UnnecessaryAssignment")
    private BatchEndpoint endpoint(RateSettings rates) {
        var config = config();
        var tokens = new OwnTokens("concord", Duration.ZERO, key -> Optional.empty());
        var proofs = new SecretProofs(Optional.empty(), "concord", Duration.ZERO);
        var callers = new Callers(config.access(), config.https().clients(), log, tokens, proofs, Clock.systemUTC());
        var limits = new RateLimits(rates, limit -> {}, () -> 0);
        RequestMeter meter = (method, path, operation, result, elapsed) ->
                finished.add(method + " " + path + " " + operation + " " + result);
        var endpoint = new BatchEndpoint();
        endpoint.store = store;
        endpoint.config = config;
        endpoint.batches = new BatchService(log, store, new BatchLimits(100, BYTES_MAX));
        endpoint.calls = new ServletCalls(new Admission(config, callers, limits), audit, store, meter);
        return endpoint;
    }

    private static NodeConfig config() {
        var settings = new TestSettings(WORK);
        settings.properties().put("concord.node.id", "n1");
        settings.properties().put("concord.cluster.members", "n1=127.0.0.1:7800");
        settings.properties().put("concord.auth.enabled", "false");
        return settings.read();
    }
}
