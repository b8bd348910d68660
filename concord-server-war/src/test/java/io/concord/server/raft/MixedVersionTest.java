package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.command.Step;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes of two releases in one cluster, over TCP, on what the older one has left on disk. The newer one has a command that
 * the older one cannot read, and would stop at.
 */
class MixedVersionTest {
    private static final List<String> ALL = List.of("n1", "n2", "n3");

    private static final Formats OLD = new Formats(1, operation -> 1, MixedVersionTest::decodeAsBefore);
    private static final Formats NEW = LevelGateTest.LATER;

    private final NodeCluster cluster = new NodeCluster("mixed-version-test", 3);

    @BeforeEach
    void leave_what_the_older_release_has_written() throws IOException {
        for (var id : ALL) {
            LevelOneFiles.copyTo(cluster.config(id).dataDir(), id);
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void a_cluster_goes_from_one_release_to_the_next_member_by_member() {
        ALL.forEach(id -> cluster.start(id, OLD));
        cluster.leader();

        for (var id : ALL) {
            cluster.stop(id);
            cluster.start(id, NEW);
            cluster.leader();
            assertEverybodyServes("while-" + id);
            assertThat(level("n1")).isEqualTo(1);
        }
        assertThat(refusal(() -> touch("n1", "too-early")).getMessage())
                .isEqualTo("this needs formats of level 2, and those of the cluster are at level 1. Every member reads"
                        + " them: run 'concord upgrade finish'");
        finishUpgrade();

        for (var id : ALL) {
            assertThat(touch(id, "touch-" + id).outcome()).isInstanceOf(Outcome.Touched.class);
            assertThat(level(id)).isEqualTo(2);
        }
        assertEverybodyServes("afterwards");
        assertAllAgree();
    }

    @Test
    void whoever_leads_the_older_release_gets_nothing_that_it_cannot_read() throws IOException {
        cluster.start("n1", OLD);
        cluster.start("n2", NEW);
        for (var leader : List.of("n1", "n2")) {
            await().atMost(NodeCluster.PATIENCE).until(() -> leads(leader));
            assertEverybodyServes("led-by-" + leader);
            var refusal = refusal(() -> touch("n2", "touched-under-" + leader));
            assertThat(refusal.code()).isEqualTo(ErrorCode.UPGRADE_UNFINISHED);
            assertThat(refusal.getMessage())
                    .contains("Upgrade 'n1' (reads level 1), 'n3' (not connected), then run 'concord upgrade finish'");
        }
        cluster.start("n3", NEW);
        await().atMost(NodeCluster.PATIENCE).until(() -> leads("n2") && voters() == 3);
        var refused = refusal(this::finishUpgrade);
        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused).hasMessage("not every member reads formats of level 2; upgrade first: 'n1'");

        // It is given the state of the newer one, as the snapshot file that it writes.
        cluster.stop("n1");
        cluster.wipe("n1");
        cluster.leader()
                .control()
                .snapshot(NodeCluster.deadline())
                .toCompletableFuture()
                .join();
        cluster.start("n1", OLD);
        await().atMost(NodeCluster.PATIENCE)
                .until(() -> NodeCluster.role(cluster.node("n1")).equals("learner"));
        await().ignoreExceptionsInstanceOf(CompletionException.class)
                .atMost(NodeCluster.PATIENCE)
                .until(() -> present("n1", "led-by-n2-n1"));

        assertAllAgree();
        assertThat(cluster.node("n1").cluster().failure()).isEmpty();
    }

    @Test
    void there_is_no_way_back_after_the_end_of_an_upgrade_and_both_sides_say_so() throws IOException {
        ALL.forEach(id -> cluster.start(id, NEW));
        finishUpgrade();
        assertThat(touch("n2", "touched").outcome()).isInstanceOf(Outcome.Touched.class);
        cluster.stop("n3");

        assertThatThrownBy(() -> cluster.start("n3", OLD))
                .isInstanceOf(NodeStartException.class)
                .hasMessageStartingWith(
                        "the cluster of node n3 is at level 2 of its formats, and this release reads up to"
                                + " level 1, so it cannot read what is in ")
                .hasMessageEndingWith("Start the release that ran here before, or a newer one");

        cluster.wipe("n3");
        var old = cluster.start("n3", OLD);
        await().atMost(NodeCluster.PATIENCE)
                .until(() -> cluster.node("n1").cluster().status().members().stream()
                        .anyMatch(member ->
                                member.id().equals("n3") && member.formatLevel().equals(Optional.of(1))));
        assertServes("n1", "without-it");
        assertThat(touch("n2", "touched-again").outcome()).isInstanceOf(Outcome.Touched.class);
        assertThat(old.cluster().status().local().lastIndex()).isZero();
        assertThat(old.cluster().status().leader()).isEmpty();
        assertThat(old.cluster().failure()).isEmpty();
    }

    /** As a release in which nobody could touch an entry yet. */
    private static Command decodeAsBefore(byte[] bytes) {
        var command = CommandCodec.decode(bytes);
        if (command instanceof Command.Write write
                && write.operation() instanceof Step.Touch
                && write.origin().requestId().text().startsWith("touch")) {
            throw FormatException.unknownTag("command", 99);
        }
        return command;
    }

    private void assertEverybodyServes(String key) {
        ALL.stream().filter(cluster::isRunning).forEach(id -> assertServes(id, key + "-" + id));
    }

    private void assertServes(String id, String key) {
        assertThat(NodeCluster.put(cluster.node(id), key, "v").outcome()).isInstanceOf(Outcome.Written.class);
        ALL.stream()
                .filter(cluster::isRunning)
                .filter(other -> cluster.node(other).cluster().status().leader().isPresent())
                .forEach(other -> assertThat(present(other, key))
                        .as("%s at %s", key, other)
                        .isTrue());
        assertThat(present(id, "before-0") && present(id, "after-4"))
                .as("what was there before")
                .isTrue();
    }

    private boolean present(String id, String key) {
        return NodeCluster.view(cluster.node(id))
                .get(Namespace.DEFAULT, new Key(key))
                .isPresent();
    }

    private void assertAllAgree() {
        await().atMost(NodeCluster.PATIENCE)
                .until(() -> ALL.stream()
                                .map(id -> HexFormat.of()
                                        .formatHex(NodeCluster.view(cluster.node(id))
                                                .digest()))
                                .distinct()
                                .count()
                        == 1);
    }

    private Reply touch(String id, String requestId) {
        return cluster.node(id)
                .log()
                .append(LevelGateTest.touch("before-0", requestId), NodeCluster.deadline())
                .toCompletableFuture()
                .join();
    }

    private void finishUpgrade() {
        await().atMost(NodeCluster.PATIENCE).until(() -> voters() == cluster.running());
        cluster.leader()
                .control()
                .finishUpgrade(NodeCluster.deadline())
                .toCompletableFuture()
                .join();
    }

    private static RequestFailure refusal(Runnable request) {
        var failure = catchThrowable(request::run);
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RequestFailure.class);
        return (RequestFailure) Objects.requireNonNull(failure.getCause());
    }

    /** Whether this node leads; another one is asked to hand over. */
    private boolean leads(String id) {
        var leader = cluster.leader();
        if (leader == cluster.node(id)) {
            return true;
        }
        leader.control().handOver();
        return false;
    }

    private long voters() {
        return cluster.leader().cluster().status().reachableVoters();
    }

    private int level(String id) {
        NodeCluster.view(cluster.node(id));
        return cluster.node(id).cluster().status().formatLevel();
    }
}
