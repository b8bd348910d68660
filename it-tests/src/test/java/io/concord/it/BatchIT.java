package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.ErrorCode.Effect;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.core.protocol.batch.BatchResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Batches over HTTP: what each operation is told, and that a retry has no second effect. */
class BatchIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 60;
    private static final int INCREMENTS_EACH_ROUND = 20;

    private static LocalCluster cluster = Clusters.of(3, "batch");

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void every_operation_has_its_own_outcome_and_reads_see_the_writes() throws IOException {
        var response = execute(
                client("n2", TokenGroup.WRITER),
                new BatchOperation.Get(name("mixed"), false),
                write("mixed-1", put("mixed", "hello")),
                write("mixed-2", new BatchChange.Delete(name("mixed"), Precondition.absent(), true)),
                write("mixed-3", new BatchChange.KeepLease(999_999)));

        var outcomes = response.replies().stream().map(BatchReply::outcome).toList();
        assertThat(((BatchOutcome.Found) outcomes.get(0)).entry())
                .hasValueSatisfying(
                        entry -> assertThat(entry.author().subject()).isEqualTo("alice"));
        assertThat(outcomes.get(1)).isInstanceOf(BatchOutcome.Written.class);
        assertThat(((BatchOutcome.PreconditionFailed) outcomes.get(2)).current())
                .isPresent();
        assertThat(((BatchOutcome.Failed) outcomes.get(3)).known()).contains(ErrorCode.LEASE_NOT_FOUND);
        assertThat(response.timeMillis()).isPositive();
    }

    @Test
    void an_entry_that_the_caller_has_is_not_sent_again() throws IOException {
        var keptOrNever = new BatchChange.Put(
                name("cached"),
                Value.of(new byte[] {1}, "text/plain"),
                Precondition.none(),
                Expiry.keptOr(Expiry.never()),
                false);
        var written = (BatchOutcome.Written) outcome("n1", write("cached-1", keptOrNever));
        var ask = new BatchOperation.GetIfChanged(name("cached"), written.revision());

        var before = outcome("n2", ask);
        outcome("n3", write("cached-2", keptOrNever));
        var after = outcome("n2", ask);

        assertThat(before).isInstanceOf(BatchOutcome.Unchanged.class);
        assertThat(((BatchOutcome.Found) after).entry().orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void a_retry_at_another_node_is_answered_with_the_first_outcome() throws IOException {
        var operation = write("retry-1", increment("retry"));

        var first =
                execute(client("n1", TokenGroup.WRITER), operation).replies().get(0);
        var again =
                execute(client("n3", TokenGroup.WRITER), operation).replies().get(0);

        assertThat(first.replayed()).isFalse();
        assertThat(again).isEqualTo(new BatchReply(first.outcome(), true));
    }

    @Test
    void a_reader_is_forbidden_its_writes_alone() throws IOException {
        var replies = execute(
                        client("n1", TokenGroup.READER),
                        write("forbidden-1", put("forbidden", "x")),
                        new BatchOperation.Contains(name("forbidden"), false))
                .replies();

        assertThat(((BatchOutcome.Failed) replies.get(0).outcome()).known()).contains(ErrorCode.FORBIDDEN);
        assertThat(((BatchOutcome.Contained) replies.get(1).outcome()).present())
                .isFalse();
    }

    @Test
    void what_is_no_batch_is_refused_with_the_rule() throws IOException {
        byte[] whole = BatchCodec.encode(new BatchRequest(List.of(new BatchOperation.Get(name("k"), false))));
        byte[] newer = whole.clone();
        newer[0] = 9;

        var malformed = post(client("n1", TokenGroup.WRITER), newer, BatchCodec.MEDIA_TYPE);
        var foreign = post(client("n1", TokenGroup.WRITER), whole, "application/octet-stream");
        var large = post(client("n1", TokenGroup.WRITER), new byte[(4 << 20) + 1], BatchCodec.MEDIA_TYPE);

        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(Client.json(malformed).getString("detail")).contains("batch request has format version 9");
        assertThat(foreign.statusCode()).isEqualTo(415);
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(Client.code(large)).isEqualTo("too-large");
    }

    /** As of every other path, though no resource of JAX-RS serves this one. */
    @Test
    void what_is_there_but_not_so_is_refused_like_everywhere_else() throws IOException {
        var writer = client("n1", TokenGroup.WRITER);
        byte[] none = BatchCodec.encode(new BatchRequest(List.of()));

        var got = writer.send("GET", "/v1/batch", null);
        var asked = writer.send("OPTIONS", "/v1/batch", null);
        var nobody = new Client(cluster.endpoint("n1"), null)
                .send("POST", "/v1/batch", none, "Content-Type", BatchCodec.MEDIA_TYPE);

        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(Client.code(got)).isEqualTo("method-not-allowed");
        assertThat(Client.header(got, "Allow")).contains("POST");
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(Client.header(asked, "Allow")).contains("POST");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(Client.header(nobody, "WWW-Authenticate")).startsWith("Bearer realm=\"concord\"");
        for (var other : List.of("/v1/b%61tch", "/v1/batch/more")) {
            assertThat(writer.send("POST", other, none, "Content-Type", BatchCodec.MEDIA_TYPE)
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(Client.header(got, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void batches_are_counted_as_operations_of_the_store() throws IOException {
        var client = client("n1", TokenGroup.WRITER);
        post(client, BatchCodec.encode(new BatchRequest(List.of())), BatchCodec.MEDIA_TYPE);
        post(client, new byte[] {9}, BatchCodec.MEDIA_TYPE);

        var metrics = Client.text(client.send("GET", "/metrics", null));

        assertThat(metrics.lines().filter(line -> line.startsWith("concord_requests_total{")))
                .anyMatch(line -> line.contains("operation=\"execute\"") && line.contains("result=\"ok\""))
                .anyMatch(
                        line -> line.contains("operation=\"execute\"") && line.contains("result=\"invalid-request\""));
    }

    @Test
    void increments_are_counted_once_each_while_the_leader_is_killed() throws IOException {
        var leader = Clusters.leader(cluster, ALL, PATIENCE);
        for (int round = 0; round < ROUNDS; round++) {
            if (round == ROUNDS / 3) {
                cluster.kill(leader);
            }
            settle(round, time());
        }
        cluster.start(leader);
        cluster.awaitReady(Clusters.START_PATIENCE);

        var counted = (BatchOutcome.Found)
                execute(client(leader, TokenGroup.WRITER), new BatchOperation.Get(name("counter"), false))
                        .replies()
                        .get(0)
                        .outcome();

        assertThat(new String(counted.entry().orElseThrow().value().toByteArray(), StandardCharsets.US_ASCII))
                .isEqualTo(Integer.toString(ROUNDS * INCREMENTS_EACH_ROUND));
    }

    /** The cluster's time, from whichever node has it. */
    private static long time() throws IOException {
        var running = ALL.stream().filter(cluster::isRunning).findFirst().orElseThrow();
        return execute(client(running, TokenGroup.WRITER)).timeMillis();
    }

    /** Sends the increments of a round to one node after the other until each has an outcome for certain. */
    private static void settle(int round, long firstMillis) {
        List<BatchOperation> open = new ArrayList<>(IntStream.range(0, INCREMENTS_EACH_ROUND)
                .mapToObj(i -> (BatchOperation) new BatchOperation.Write(
                        new RequestId("count-" + round + "-" + i), firstMillis, increment("counter")))
                .toList());
        var until = Instant.now().plus(PATIENCE);
        for (int attempt = round; !open.isEmpty(); attempt++) {
            assertThat(Instant.now()).isBefore(until);
            try {
                var replies = execute(
                                client(ALL.get(attempt % 3), TokenGroup.WRITER), open.toArray(BatchOperation[]::new))
                        .replies();
                var left = new ArrayList<BatchOperation>();
                for (int i = 0; i < replies.size(); i++) {
                    if (!isSettled(replies.get(i).outcome())) {
                        left.add(open.get(i));
                    }
                }
                open = left;
            } catch (IOException e) {
                assertThat(cluster.isRunning(ALL.get(attempt % 3))).isFalse();
            }
        }
    }

    private static boolean isSettled(BatchOutcome outcome) {
        if (outcome instanceof BatchOutcome.Failed failed) {
            assertThat(failed.effect()).as(failed.detail()).isNotEqualTo(Effect.REFUSED);
            return false;
        }
        assertThat(outcome).isInstanceOf(BatchOutcome.Incremented.class);
        return true;
    }

    private static BatchOutcome outcome(String nodeId, BatchOperation operation) throws IOException {
        return execute(client(nodeId, TokenGroup.WRITER), operation)
                .replies()
                .get(0)
                .outcome();
    }

    private static BatchResponse execute(Client client, BatchOperation... operations) throws IOException {
        var response = post(client, BatchCodec.encode(new BatchRequest(List.of(operations))), BatchCodec.MEDIA_TYPE);
        assertThat(response.statusCode()).as(Client.text(response)).isEqualTo(200);
        assertThat(Client.header(response, "Content-Type")).isEqualTo(BatchCodec.MEDIA_TYPE);
        return BatchCodec.decodeResponse(response.body());
    }

    private static HttpResponse<byte[]> post(Client client, byte[] body, String type) throws IOException {
        return client.send("POST", "/v1/batch", body, "Content-Type", type);
    }

    private static Client client(String nodeId, TokenGroup group) {
        return SharedCluster.client(cluster, nodeId, group);
    }

    private static BatchOperation write(String requestId, BatchChange change) {
        return new BatchOperation.Write(new RequestId(requestId), BatchOperation.Write.FIRST_UNKNOWN, change);
    }

    private static BatchChange put(String key, String value) {
        return new BatchChange.Put(
                name(key),
                Value.of(value.getBytes(StandardCharsets.UTF_8), "text/plain"),
                Precondition.none(),
                Expiry.byDefault(),
                false);
    }

    private static BatchChange increment(String key) {
        return new BatchChange.Increment(name(key), 1, 0, Expiry.byDefault());
    }

    private static EntryName name(String key) {
        return new EntryName(Namespace.DEFAULT, new Key(key));
    }
}
