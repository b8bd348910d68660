package io.concord.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import io.concord.core.protocol.Headers;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A store that is full goes on with everything that does not make it larger. */
class MemoryGuardIT {
    private static final int STORE_BYTES_MAX = 2_000_000;
    private static final String VALUE = "x".repeat(100_000);

    private static LocalCluster cluster;
    private static Client node;

    @BeforeAll
    static void start() {
        cluster = Clusters.of(
                1,
                "memory",
                Clusters.OPTIONS.withEnvironment("CONCORD_LIMITS_STORE_BYTES_MAX", Integer.toString(STORE_BYTES_MAX)));
        cluster.startAllAndAwaitReady(Clusters.START_PATIENCE);
        node = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void growing_writes_are_refused_past_the_limit_and_all_else_goes_on() throws IOException {
        var stored = fill();

        var refused = node.put("one-more", VALUE);
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(Client.code(refused)).isEqualTo("storage-full");
        assertThat(Client.text(refused)).contains("the limit is " + STORE_BYTES_MAX, "concord.limits.store-bytes-max");
        assertThat(node.transact("{\"then\":[{\"op\":\"put\",\"key\":\"a\",\"value\":\"1\"}]}")
                        .statusCode())
                .isEqualTo(507);
        assertThat(node.get("big-0").statusCode()).isEqualTo(200);
        assertThat(node.status().getJsonNumber("memoryBytes").longValue()).isGreaterThan(STORE_BYTES_MAX);
        assertThat(node.status().getJsonNumber("memoryBytesMax").longValue()).isEqualTo(STORE_BYTES_MAX);

        assertThat(Files.readString(cluster.files("n1").consoleLog()))
                .as("a warning, before anything was refused")
                .contains("more than 80 % of the " + STORE_BYTES_MAX + " that it may");

        assertThat(node.delete("big-0").statusCode()).isEqualTo(204);
        var cleared = node.send("DELETE", "/v1/kv?prefix=", null);
        assertThat(Client.header(cleared, Headers.DELETED)).isEqualTo(Integer.toString(stored - 1));
    }

    /** Puts until one is refused; returns how many were not. */
    private static int fill() throws IOException {
        for (var i = 0; i < 2 * STORE_BYTES_MAX / VALUE.length(); i++) {
            if (node.put("big-" + i, VALUE).statusCode() == 507) {
                return i;
            }
        }
        throw new AssertionError("the store took twice what it may");
    }
}
