package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchCodec;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.core.protocol.watch.WatchFrame;
import io.concord.core.protocol.watch.WatchFrameWriter;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watches over HTTP, on nodes that die, with watchers that do not read, and with tokens that expire. */
class WatchIT {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WATCHERS_MAX = 20;
    private static final String TRANSFERS = "/v1/watch?prefix=account/&previous=true";

    /** More than the buffers of two sockets hold. */
    private static final int LARGE_BYTES = 900_000;

    private static LocalCluster cluster = Clusters.of(
            3,
            "watch",
            Clusters.OPTIONS
                    .withEnvironment("CONCORD_LIMITS_WATCHERS_MAX", Integer.toString(WATCHERS_MAX))
                    .withEnvironment("CONCORD_METRICS_ROLE", "everybody")
                    .withEnvironment("CONCORD_WATCH_PROGRESS_MILLIS", "500")
                    .withEnvironment("CONCORD_HTTP_WRITE_TIMEOUT_MILLIS", "3000"));

    @BeforeAll
    static void start() {
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void all_nodes_run() {
        ALL.stream().filter(id -> !cluster.isRunning(id)).forEach(cluster::start);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    @Test
    void a_watcher_is_told_what_happens_on_another_node() throws IOException {
        try (var watch = Watch.start(client("n1"), "/v1/watch?prefix=flags/&previous=true")) {
            assertThat(watch.response().statusCode()).isEqualTo(200);
            assertThat(watch.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");

            client("n2").put("flags/dark", "{\"on\": true}", "Content-Type", "application/json");
            client("n3").put("other", "x");
            client("n3").put("flags/dark", "off", "Content-Type", "text/plain");
            client("n2").delete("flags/dark");

            await().atMost(PATIENCE).until(() -> watch.commits().size() == 3);
            var created = event(watch, 0);
            assertThat(created.getString("type")).isEqualTo("put");
            assertThat(created.getString("key")).isEqualTo("flags/dark");
            assertThat(created.getString("encoding")).isEqualTo("json");
            assertThat(created.getJsonObject("value").getBoolean("on")).isTrue();
            assertThat(created.getInt("version")).isEqualTo(1);
            assertThat(created.getString("author")).isEqualTo("alice");
            assertThat(created).doesNotContainKey("previous");
            var replaced = event(watch, 1);
            assertThat(replaced.getString("value")).isEqualTo("off");
            assertThat(replaced.getJsonObject("previous").getJsonObject("value").getBoolean("on"))
                    .isTrue();
            var deleted = event(watch, 2);
            assertThat(deleted.getString("type")).isEqualTo("delete");
            assertThat(deleted).doesNotContainKey("value");
            assertThat(deleted.getJsonObject("previous").getString("value")).isEqualTo("off");
        }
    }

    @Test
    void an_expiry_is_told_and_a_watcher_of_some_types_hears_of_no_others() throws IOException {
        try (var ends = Watch.start(client("n2"), "/v1/watch?prefix=types/&types=expire,delete&previous=true");
                var all = Watch.start(client("n3"), "/v1/watch?prefix=types/")) {
            client("n1")
                    .send("PUT", "/v1/kv/types/short?ttl=1s&tag=brief", new byte[] {'x'}, "Content-Type", "text/plain");
            client("n1").put("types/long", "x");

            await().atMost(PATIENCE).until(() -> ends.commits().size() == 1);
            client("n1").delete("types/long");
            await().atMost(PATIENCE)
                    .until(() -> ends.commits().size() == 2 && all.commits().size() == 4);

            var expired = event(ends, 0);
            assertThat(expired.getString("type")).isEqualTo("expire");
            assertThat(expired.getString("key")).isEqualTo("types/short");
            assertThat(expired.getString("author")).isEqualTo("concord");
            assertThat(expired.getJsonObject("previous").getJsonArray("tags")).hasToString("[\"brief\"]");
            assertThat(event(ends, 1).getString("type")).isEqualTo("delete");
            assertThat(all.commits().stream()
                            .map(commit -> commit.data()
                                    .getJsonArray("events")
                                    .getJsonObject(0)
                                    .getString("type")))
                    .containsExactlyInAnyOrder("put", "put", "expire", "delete");
        }
    }

    @Test
    void a_range_is_deleted_quietly_by_a_batch_and_watchers_are_told_so() throws IOException {
        client("n1").put("quiet/a", "x");
        try (var watch = Watch.start(client("n2"), "/v1/watch?prefix=quiet/")) {
            var clear = new BatchChange.DeleteRange(Namespace.DEFAULT, KeyRange.prefix("quiet/"), true);
            var write = new BatchOperation.Write(new RequestId("quiet-1"), BatchOperation.Write.FIRST_UNKNOWN, clear);

            client("n1")
                    .send(
                            "POST",
                            "/v1/batch",
                            BatchCodec.encode(new BatchRequest(List.of(write))),
                            "Content-Type",
                            BatchCodec.MEDIA_TYPE);
            client("n1").put("quiet/b", "x");
            client("n1").delete("quiet/b");

            await().atMost(PATIENCE).until(() -> watch.commits().size() == 3);
            assertThat(event(watch, 0).getBoolean("quiet")).isTrue();
            assertThat(event(watch, 2)).doesNotContainKey("quiet");
        }
    }

    @Test
    @Timeout(60)
    void the_same_is_told_in_frames_to_those_who_ask_for_them_and_goes_on_at_another_node() throws IOException {
        long told;
        try (var watch = FrameWatch.start(client("n1"), "/v1/watch?namespace=default&prefix=frames/&previous=true")) {
            assertThat(watch.response().headers().firstValue("Content-Type")).hasValue(WatchFrameWriter.MEDIA_TYPE);
            var begun = watch.mark().revision();

            client("n2").put("frames/a", "one", "Content-Type", "text/plain");
            client("n2").put("frames/a", "two", "Content-Type", "text/plain");

            var frames = watch.next(6);
            assertThat(frames.get(0)).isInstanceOf(WatchFrame.CommitBegun.class);
            assertThat(((WatchFrame.Written) frames.get(1)).previous()).isEmpty();
            var replaced = (WatchFrame.Written) frames.get(4);
            assertThat(replaced.entry().value()).isEqualTo(text("two"));
            assertThat(replaced.previous().orElseThrow().value()).isEqualTo(text("one"));
            told = ((WatchFrame.CommitEnded) frames.get(5)).revision();
            assertThat(told).isEqualTo(replaced.entry().revision()).isGreaterThan(begun);
        }

        client("n2").delete("frames/a");

        try (var watch =
                FrameWatch.start(client("n3"), "/v1/watch?prefix=frames/", "Last-Event-ID", Long.toString(told))) {
            assertThat(watch.next(3).get(1))
                    .isEqualTo(new WatchFrame.Deleted(new Key("frames/a"), Optional.empty(), false));
        }
    }

    @Test
    void a_watch_in_frames_that_cannot_begin_is_answered_with_a_problem() throws IOException {
        try (var watch = FrameWatch.start(client("n1"), "/v1/watch?from-revision=x")) {
            assertThat(watch.response().statusCode()).isEqualTo(400);
            assertThat(watch.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/namespaces/a%2Fb/watch, 400",
        "/v1/namespaces/%2e%2e/watch, 400",
        "/v1/namespaces/a%5Cb/watch, 400",
        "/v1/watch;x=y, 400",
        "/v1/namespaces/a;b/watch, 404"
    })
    void a_path_that_others_might_read_differently_is_refused(String target, int status) throws IOException {
        var refused = client("n1").send("GET", target, null);

        assertThat(refused.statusCode())
                .as("%s: %s", target, Client.text(refused))
                .isEqualTo(status);
        assertThat(Client.header(refused, "Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void an_idle_watcher_gets_marks_that_name_what_it_has_not_missed() throws IOException {
        try (var watch = Watch.start(client("n2"), "/v1/watch?key=nobody-writes-this")) {
            var revision = revision(client("n1").put("something", "else"));

            await().atMost(PATIENCE).until(() -> watch.lastId() >= revision);

            assertThat(watch.commits()).isEmpty();
            assertThat(watch.events()).allMatch(event -> event.type().equals("progress"));
        }
    }

    @Test
    void a_revision_that_is_not_there_is_refused() throws IOException {
        var now = revision(client("n1").put("a", "x"));

        var future = client("n1").send("GET", "/v1/watch?from-revision=" + (now + 1_000_000), null);
        assertThat(future.statusCode()).isEqualTo(400);
        assertThat(Client.code(future)).isEqualTo("invalid-request");

        // 32 MiB of history are soon over with large values.
        for (var i = 0; i < 40; i++) {
            client("n1").send("PUT", Client.kv("large" + i % 4), new byte[LARGE_BYTES]);
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var id : ALL) {
                var gone = client(id).send("GET", "/v1/watch?from-revision=1", null);
                assertThat(gone.statusCode()).isEqualTo(410);
                assertThat(Client.code(gone)).isEqualTo("compacted");
                assertThat(Client.json(gone).getJsonNumber("oldestRevision").longValue())
                        .isGreaterThan(1);
                var goneInFrames = client(id)
                        .send("GET", "/v1/watch?from-revision=1", null, "Accept", WatchFrameWriter.MEDIA_TYPE);
                assertThat(goneInFrames.statusCode()).isEqualTo(410);
                assertThat(Client.code(goneInFrames)).isEqualTo("compacted");
            }
        });
    }

    @Test
    void a_watcher_that_does_not_read_is_cut_while_writes_go_on() throws IOException {
        try (var slow = Watch.unread(client("n1"), "/v1/watch?prefix=big/");
                var reader = Watch.start(client("n1"), "/v1/watch?prefix=small/")) {
            var before = cuts();
            var writes = 0;
            for (var i = 0; cuts() == before; i++) {
                var begin = System.nanoTime();
                client("n1").send("PUT", Client.kv("big/" + i % 4), new byte[LARGE_BYTES]);
                client("n1").put("small/" + i, "x");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
                writes++;
            }

            var written = writes;
            await().atMost(PATIENCE).until(() -> reader.commits().size() == written);
            slow.readOn();
            await().atMost(PATIENCE).until(slow::hasEnded);
            assertThat(slow.commits().size()).isLessThan(written);
        }
    }

    @Test
    void a_watch_ends_with_its_token() throws IOException {
        var token = cluster.tokens().mint("alice", TokenGroup.READER, Duration.ofSeconds(5));
        try (var watch = Watch.start(new Client(cluster.endpoint("n3"), token), "/v1/watch")) {
            await().atMost(PATIENCE).until(watch::hasEnded);

            var last = Objects.requireNonNull(watch.last());
            assertThat(last.type()).isEqualTo("end");
            assertThat(last.data().getString("reason")).isEqualTo("token-expired");
        }
    }

    @Test
    void a_node_that_stops_tells_its_watchers_and_does_not_wait_for_them() throws IOException {
        try (var watch = Watch.start(client("n3"), "/v1/watch")) {
            await().atMost(PATIENCE).until(() -> watch.last() != null);
            var begin = System.nanoTime();

            cluster.stop("n3");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));
            await().atMost(PATIENCE).until(watch::hasEnded);
            var last = Objects.requireNonNull(watch.last());
            assertThat(last.type()).isEqualTo("end");
            assertThat(last.data().getString("reason")).isEqualTo("node-stopping");
        }
    }

    @Test
    void no_more_watch_than_the_limit_says() throws IOException {
        var watches = new ArrayList<Watch>();
        try {
            for (var i = 0; i < WATCHERS_MAX; i++) {
                watches.add(Watch.start(client("n2"), "/v1/watch"));
            }

            var refused = client("n2").send("GET", "/v1/watch", null);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(Client.header(refused, "Retry-After")).isNotEmpty();
        } finally {
            watches.forEach(Watch::close);
        }
        // Whoever has gone is found out by the next mark.
        await().atMost(PATIENCE).until(() -> {
            try (var again = Watch.start(client("n2"), "/v1/watch")) {
                return again.response().statusCode() == 200;
            }
        });
    }

    @Test
    void watchers_that_go_on_elsewhere_when_their_node_dies_miss_nothing_and_hear_nothing_twice() throws IOException {
        var victim = client("n1").status().getString("leader");
        var other = ALL.stream().filter(id -> !id.equals(victim)).findFirst().orElseThrow();
        Map<String, String> acknowledged;
        List<Watch.Event> first;
        List<Watch.Event> second;
        try (var dying = Watch.start(client(victim), "/v1/watch?prefix=watched/");
                var staying = Watch.start(client(other), "/v1/watch?prefix=watched/");
                var writes = AckedWrites.start(cluster, "watched", ALL)) {
            await().atMost(PATIENCE)
                    .until(() -> writes.count() >= 200 && !dying.commits().isEmpty());

            cluster.kill(victim);

            await().atMost(PATIENCE).until(dying::hasEnded);
            var atKill = writes.count();
            await().atMost(PATIENCE).until(() -> writes.count() >= atKill + 200);
            acknowledged = writes.finish();
            var end = revision(client(other).put("watched/end", "x"));
            try (var resumed = Watch.start(
                    client(other), "/v1/watch?prefix=watched/", "Last-Event-ID", Long.toString(dying.lastId()))) {
                await().atMost(PATIENCE).until(() -> resumed.lastId() >= end && staying.lastId() >= end);
                first = new ArrayList<>(dying.commits());
                first.addAll(resumed.commits());
                second = staying.commits();
            }
        }

        check(first, acknowledged);
        check(second, acknowledged);
    }

    /** Nothing else is told than transfers, each whole: what the one account loses the other gets in the same commit. */
    @Test
    void what_a_transaction_writes_is_told_together_while_a_leader_dies() throws IOException {
        var victim = client("n1").status().getString("leader");
        var other = ALL.stream().filter(id -> !id.equals(victim)).findFirst().orElseThrow();
        try (var bank = Bank.open(cluster, ALL);
                var dying = Watch.start(client(victim), TRANSFERS);
                var staying = Watch.start(client(other), TRANSFERS)) {
            await().atMost(PATIENCE)
                    .until(() -> bank.moved() >= 50 && dying.commits().size() >= 10);

            cluster.kill(victim);

            await().atMost(PATIENCE).until(dying::hasEnded);
            var atKill = bank.moved();
            await().atMost(PATIENCE).until(() -> bank.moved() >= atKill + 50);
            bank.finish();
            var end = revision(client(other).put("no-account", "x"));
            try (var resumed = Watch.start(client(other), TRANSFERS, "Last-Event-ID", Long.toString(dying.lastId()))) {
                await().atMost(PATIENCE).until(() -> resumed.lastId() >= end && staying.lastId() >= end);
                var told = new ArrayList<>(dying.commits());
                told.addAll(resumed.commits());
                var start = Math.max(told.get(0).id(), staying.commits().get(0).id());
                assertThat(since(start, told)).hasSizeGreaterThan(50).isEqualTo(since(start, staying.commits()));
                assertThat(told).allSatisfy(WatchIT::requireTransfer);
            }
        }
    }

    private static List<Long> since(long revision, List<Watch.Event> commits) {
        return commits.stream()
                .map(Watch.Event::id)
                .filter(id -> id >= revision)
                .toList();
    }

    private static void requireTransfer(Watch.Event commit) {
        var changes = commit.data().getJsonArray("events").getValuesAs(JsonObject.class);
        assertThat(changes)
                .as(commit.toString())
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.getString("key")).startsWith("account/"));
        assertThat(changes.stream()
                        .mapToInt(change -> Bank.money(change) - Bank.money(change.getJsonObject("previous")))
                        .sum())
                .as(commit.toString())
                .isZero();
    }

    private static Value text(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    /** Ordered, each once, and everything that was acknowledged. */
    private static void check(List<Watch.Event> commits, Map<String, String> acknowledged) {
        assertThat(commits.stream().map(Watch.Event::id).toList()).isSorted().doesNotHaveDuplicates();
        var told = new HashSet<String>();
        for (var commit : commits) {
            assertThat(commit.data().getJsonNumber("revision").longValue()).isEqualTo(commit.id());
            commit.data()
                    .getJsonArray("events")
                    .forEach(event -> told.add(event.asJsonObject().getString("key")));
        }
        assertThat(told).allMatch(key -> key.startsWith("watched/"));
        assertThat(told).containsAll(acknowledged.keySet());
    }

    private static JsonObject event(Watch watch, int commit) {
        return watch.commits().get(commit).data().getJsonArray("events").getJsonObject(0);
    }

    private static long revision(HttpResponse<?> response) {
        return Long.parseLong(Client.header(response, "Concord-Revision"));
    }

    /** How many watchers of n1 were cut so far because they did not read. */
    private static double cuts() throws IOException {
        var metrics = Client.text(client("n1").send("GET", "/metrics", null));
        return metrics.lines()
                .filter(line -> line.startsWith("concord_watch_cuts_total") && line.contains("reason=\"slow\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static Client client(String id) {
        return SharedCluster.client(cluster, id, TokenGroup.ADMIN);
    }
}
