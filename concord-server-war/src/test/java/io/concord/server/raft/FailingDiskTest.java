package io.concord.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.server.raft.storage.FakeDisk;
import io.concord.server.raft.storage.FileDisk;
import io.concord.server.service.RequestFailure;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that fails under a running node: full, or broken. */
class FailingDiskTest {
    private final NodeCluster cluster = new NodeCluster("failing-disk-test", 3);

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void a_node_whose_disk_fails_stops_and_says_so_and_nothing_acknowledged_is_lost() throws IOException {
        var disk = new FakeDisk();
        cluster.start("n1", disk);
        cluster.start("n2", new FileDisk(cluster.config("n2").dataDir()));
        cluster.start("n3", new FileDisk(cluster.config("n3").dataDir()));
        cluster.leader();
        for (var i = 0; i < 20; i++) {
            NodeCluster.put(cluster.node("n2"), "before-" + i, "v");
        }

        disk.failAfter(0);
        for (var i = 0; i < 20; i++) {
            NodeCluster.put(cluster.node("n2"), "after-" + i, "v");
        }

        await().atMost(NodeCluster.PATIENCE)
                .until(() -> cluster.node("n1").cluster().failure().isPresent());
        assertThat(cluster.node("n1").cluster().failure().orElseThrow()).contains("no space left on device");
        var failure = catchThrowable(() -> NodeCluster.put(cluster.node("n1"), "more", "v"));
        assertThat(((RequestFailure) Objects.requireNonNull(failure.getCause())).getMessage())
                .contains("this node has stopped itself");
        for (var id : List.of("n2", "n3")) {
            var view = NodeCluster.view(cluster.node(id));
            for (var i = 0; i < 20; i++) {
                assertThat(view.get(Namespace.DEFAULT, new Key("before-" + i))).isPresent();
                assertThat(view.get(Namespace.DEFAULT, new Key("after-" + i))).isPresent();
            }
        }
    }
}
