package io.concord.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.SharedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances of the sample application that the README shows, against one cluster. */
@ExtendWith(SharedCluster.class)
class SampleIT {
    private final LocalCluster cluster;

    SampleIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void what_one_instance_has_found_the_other_has() throws Exception {
        try (var one = Instance.start(cluster);
                var other = Instance.start(cluster)) {
            one.delete("/catalogue");

            assertThat(one.get("/prices/7")).isEqualTo("7.99, found by process " + one.pid());
            assertThat(other.get("/prices/7")).isEqualTo("7.99, found by process " + one.pid());
        }
    }

    @Test
    void what_one_instance_forgets_the_other_finds_anew() throws Exception {
        try (var one = Instance.start(cluster);
                var other = Instance.start(cluster)) {
            other.get("/prices/7");
            other.get("/prices/8");

            one.delete("/catalogue");

            assertThat(one.get("/prices/7")).isEqualTo("7.99, found by process " + one.pid());
            assertThat(other.get("/prices/8")).isEqualTo("8.99, found by process " + other.pid());
            assertThat(other.get("/prices/7")).isEqualTo("7.99, found by process " + one.pid());
        }
    }
}
