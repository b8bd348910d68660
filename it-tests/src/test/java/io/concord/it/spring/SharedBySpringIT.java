package io.concord.it.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.Clusters;
import io.concord.it.SharedCluster;
import io.concord.spring.ConcordCacheManager;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several applications with one cache, and a leader that dies while one of them loads. */
@ExtendWith(SharedCluster.class)
class SharedBySpringIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalCluster cluster;
    private final Supplier<ConcordCacheManager> manager;

    SharedBySpringIT(LocalCluster cluster) {
        this.cluster = cluster;
        manager = () -> {
            var connection = Connection.to(cluster);
            return ConcordCacheManager.builder(connection.uri(), connection.properties())
                    .build();
        };
    }

    @Test
    void two_jvms_share_a_cache() throws Exception {
        try (var application = Application.of(manager);
                var other = OtherApplication.start(Connection.to(cluster), Connection.token(cluster))) {
            var library = application.library();
            library.forgetAll();

            assertThat(other.tell("title 7")).isEqualTo("title of 7, asked 1");
            assertThat(library.title(7)).isEqualTo("title of 7");
            assertThat(library.asked()).isZero();

            library.rename(7, "another");
            assertThat(other.tell("title 7")).isEqualTo("another, asked 1");

            assertThat(other.tell("forget 7")).startsWith("forgotten");
            assertThat(library.title(7)).isEqualTo("title of 7");
            assertThat(library.asked()).isEqualTo(1);
        }
    }

    @Test
    void a_leader_that_dies_during_a_load_costs_neither_the_answer_nor_the_entry() {
        var ids = cluster.layout().nodes().stream().map(node -> node.id()).toList();
        var leader = Clusters.leader(cluster, ids, PATIENCE);
        Supplier<Library> deadly = () -> new Library() {
            @Override
            protected void think() {
                if (cluster.isRunning(leader)) {
                    cluster.kill(leader);
                }
            }
        };
        try (var application = Application.of(manager, deadly);
                var other = Application.of(manager)) {
            application.library().forgetAll();

            assertThat(application.library().title(7)).isEqualTo("title of 7");

            assertThat(cluster.isRunning(leader)).isFalse();
            assertThat(other.library().titleOnce(7)).isEqualTo("title of 7");
            assertThat(application.library().title(7)).isEqualTo("title of 7");
            assertThat(other.library().asked() + application.library().asked()).isEqualTo(1);
        } finally {
            cluster.start(leader);
            cluster.awaitReady(Clusters.START_PATIENCE);
        }
    }

    @Test
    void a_cache_that_was_closed_says_so() {
        var application = Application.of(manager);
        var library = application.library();
        library.title(7);
        application.close();

        assertThatThrownBy(() -> library.title(7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
