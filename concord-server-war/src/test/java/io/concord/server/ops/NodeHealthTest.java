package io.concord.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.config.AccessSettings;
import io.concord.server.config.AuditConfig;
import io.concord.server.config.Discovery;
import io.concord.server.config.HttpsSettings;
import io.concord.server.config.IdentityLimits;
import io.concord.server.config.LimitSettings;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import io.concord.server.config.RaftSettings;
import io.concord.server.config.ReadBarrier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the probes say of a node that is not well. */
class NodeHealthTest {
    private static final long LAG_ENTRIES_MAX = 10;

    private final FakeCluster cluster = new FakeCluster();
    private Optional<String> tokensAlarm = Optional.empty();
    private final NodeHealth health = new NodeHealth(cluster, config(), () -> tokensAlarm);

    @BeforeAll
    static void answerInPlaceOfTheContainer() {
        HealthCheckResponse.setResponseProvider(PlainBuilder::new);
    }

    @AfterAll
    static void answerNoMore() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @Test
    void a_node_that_is_well_is_live_and_ready() {
        assertThat(health.live().call().getStatus()).isEqualTo(Status.UP);
        assertThat(health.ready().call().getStatus()).isEqualTo(Status.UP);
        assertThat(ready()).doesNotContainKey("alarm").containsEntry("leader", "n1");
    }

    @Test
    void an_alarm_stands_in_the_readiness_of_a_node_that_goes_on() {
        cluster.raise("the states of the members differ at index 5");

        assertThat(health.live().call().getStatus()).isEqualTo(Status.UP);
        assertThat(health.ready().call().getStatus()).isEqualTo(Status.UP);
        assertThat(ready()).containsEntry("alarm", "the states of the members differ at index 5");
    }

    @Test
    void a_node_that_has_stopped_itself_is_neither_live_nor_ready_and_says_why() {
        cluster.fail("this member's state differs");

        assertThat(health.live().call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.live().call().getData().orElseThrow())
                .containsEntry("reason", "the node has stopped itself: this member's state differs");
        assertThat(health.ready().call().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void a_node_too_far_behind_is_live_and_not_ready() {
        cluster.fallBehind(LAG_ENTRIES_MAX + 1);

        assertThat(health.live().call().getStatus()).isEqualTo(Status.UP);
        assertThat(health.ready().call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(ready())
                .containsEntry("reason", "catching up: 11 entries behind the leader, at most 10 are allowed");
    }

    @Test
    void a_node_with_another_secret_for_tokens_is_ready_and_says_so() {
        assertThat(ready()).doesNotContainKey("tokens-alarm");

        tokensAlarm = Optional.of("it does not open the signing key");

        assertThat(health.ready().call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(ready()).containsEntry("tokens-alarm", "it does not open the signing key");
    }

    private Map<String, Object> ready() {
        return health.ready().call().getData().orElseThrow();
    }

    private static NodeConfig config() {
        return new NodeConfig(
                "n1",
                "concord",
                List.of(new Member("n1", "localhost", 7800)),
                true,
                Optional.empty(),
                HttpsSettings.DEFAULT,
                Path.of("data"),
                AccessSettings.STANDARD,
                new LimitSettings(1, 1, 1, 1, 1, 60, 0),
                1,
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ZERO,
                new RaftSettings(
                        Path.of("stack.xml"),
                        new Discovery.Listed(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        1,
                        ReadBarrier.READ_INDEX),
                LAG_ENTRIES_MAX,
                IdentityLimits.NONE,
                new AuditConfig(Path.of("audit.jsonl"), Set.of(), true, 1, Duration.ofDays(1), 1));
    }

    private static final class PlainBuilder extends HealthCheckResponseBuilder {
        private final Map<String, Object> data = new HashMap<>();
        private String name = "";
        private boolean up;

        @Override
        public HealthCheckResponseBuilder name(String newName) {
            name = newName;
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, String value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, long value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, boolean value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder up() {
            return status(true);
        }

        @Override
        public HealthCheckResponseBuilder down() {
            return status(false);
        }

        @Override
        public HealthCheckResponseBuilder status(boolean isUp) {
            up = isUp;
            return this;
        }

        @Override
        public HealthCheckResponse build() {
            return new HealthCheckResponse(name, up ? Status.UP : Status.DOWN, Optional.of(data));
        }
    }
}
