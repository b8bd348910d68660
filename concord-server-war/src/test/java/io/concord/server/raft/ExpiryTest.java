package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.core.access.Role;
import io.concord.core.command.Outcome;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.state.Commit;
import io.concord.core.state.History;
import io.concord.server.service.Caller;
import io.concord.server.service.MemoryGuard;
import io.concord.server.service.StoreLimits;
import io.concord.server.service.StoreService;
import io.concord.server.service.WriteContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lifetimes on three real nodes, each with a wall clock that can be set. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpiryTest {
    private static final List<String> ALL = List.of("n1", "n2", "n3");
    private static final Caller ALICE = new Caller(new Author("", "alice"), Set.of(Role.WRITER));
    private static final Duration SHORT = Duration.ofMillis(1500);
    private static final Duration LONG = Duration.ofMinutes(30);

    /** Far less than a clock jumps, and far more than a test takes. */
    private static final long CLOSE_MILLIS = Duration.ofMinutes(2).toMillis();

    private final NodeCluster cluster = new NodeCluster("expiry-test", 3);
    private final Map<String, JumpingClock> clocks = new HashMap<>();
    private int requests;

    @BeforeAll
    void start() {
        for (var id : ALL) {
            var clock = new JumpingClock();
            clocks.put(id, clock);
            cluster.start(id, clock);
        }
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, -1", "false, 1", "false, -1"})
    void nothing_expires_early_or_late_when_a_wall_clock_is_set(boolean ofLeader, int hours) {
        var leader = cluster.leader().cluster().status().local().id();
        var victim = ALL.stream()
                .filter(id -> id.equals(leader) == ofLeader)
                .findFirst()
                .orElseThrow();
        var clock = Objects.requireNonNull(clocks.get(victim));
        var run = ofLeader + "/" + hours + "/";
        var shortSince = System.nanoTime();
        put(victim, run + "short", SHORT);
        put(victim, run + "long", LONG);

        clock.set(Duration.ofHours(hours));
        var laterSince = System.nanoTime();
        put(victim, run + "short-later", SHORT);
        put(victim, run + "long-later", LONG);
        awaitGone(run + "short", shortSince);
        awaitGone(run + "short-later", laterSince);
        clock.set(Duration.ZERO);
        put(victim, run + "long-last", LONG);

        var deadlines = List.of(
                deadline(victim, run + "long"),
                deadline(victim, run + "long-later"),
                deadline(victim, run + "long-last"));
        assertThat(deadlines).isSorted();
        assertThat(deadlines.get(2) - deadlines.get(0)).isLessThan(CLOSE_MILLIS);
    }

    @Test
    void an_expiry_is_one_commit_by_the_store_itself_on_every_node() {
        var since = System.nanoTime();
        put("n2", "expiring", SHORT);

        awaitGone("expiring", since);

        var revisions = new HashSet<Long>();
        for (var id : ALL) {
            var commit = expiryOf("expiring", NodeCluster.view(cluster.node(id)).history());
            assertThat(commit.author()).isEqualTo(Author.CONCORD);
            revisions.add(commit.revision());
        }
        assertThat(revisions).hasSize(1);
    }

    private static Commit expiryOf(String key, History history) {
        for (var commit : history.from(history.oldestRevision())) {
            for (var event : commit) {
                if (event instanceof ChangeEvent.EntryExpired && event.key().equals(new Key(key))) {
                    return commit;
                }
            }
        }
        throw new AssertionError("no expiry of '" + key + "' in the history");
    }

    private void put(String node, String key, Duration ttl) {
        var put = new Step.Put(
                name(key),
                Value.of(new byte[] {1}, "text/plain"),
                Precondition.none(),
                Expiry.after(ttl.toMillis()),
                false);
        var write = new WriteContext(ALICE, new RequestId("r-" + requests++), NodeCluster.deadline());
        var reply = store(node).write(write, put).toCompletableFuture().join();
        assertThat(reply.outcome()).isInstanceOf(Outcome.Written.class);
    }

    /** Waits until one node has it no more; then none may have it, and not before its time. */
    private void awaitGone(String key, long sinceNanos) {
        await().atMost(NodeCluster.PATIENCE).until(() -> isGone("n1", key));
        assertThat(Duration.ofNanos(System.nanoTime() - sinceNanos)).isGreaterThanOrEqualTo(SHORT);
        assertThat(ALL).allMatch(id -> isGone(id, key));
    }

    private boolean isGone(String node, String key) {
        return NodeCluster.view(cluster.node(node)).get(name(key)).isEmpty();
    }

    private long deadline(String node, String key) {
        return NodeCluster.view(cluster.node(node))
                .get(name(key))
                .orElseThrow()
                .lifetime()
                .deadlineMillis();
    }

    private StoreService store(String node) {
        return new StoreService(
                cluster.node(node).log(),
                Objects.requireNonNull(clocks.get(node)),
                new StoreLimits(1 << 20, 512, 4 << 20),
                new MemoryGuard(() -> 0, () -> 1));
    }

    private static EntryName name(String key) {
        return new EntryName(Namespace.DEFAULT, new Key(key));
    }
}
