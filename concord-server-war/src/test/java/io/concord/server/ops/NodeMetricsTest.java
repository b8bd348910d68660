package io.concord.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gauges read from the node. */
class NodeMetricsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Map<String, Supplier<Number>> gauges = new HashMap<>();

    @BeforeEach
    void register() {
        new NodeMetrics((MetricRegistry) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {MetricRegistry.class}, this::registered))
                .watch(cluster);
    }

    @Test
    void a_mismatch_of_the_states_is_told_once_there_is_one() {
        assertThat(value("concord_state_mismatch")).isZero();

        cluster.raise("the states of the members differ at index 5");

        assertThat(value("concord_state_mismatch")).isOne();
    }

    @Test
    void the_memory_of_the_store_stands_beside_what_it_may_be() {
        assertThat(value("concord_store_memory_bytes")).isEqualTo(4_000);
        assertThat(value("concord_store_memory_bytes_max")).isEqualTo(5_000);
    }

    @Test
    void a_lag_that_is_not_known_is_no_number() {
        cluster.fallBehind(7);
        assertThat(value("concord_raft_lag_entries")).isEqualTo(7);

        cluster.forgetLag();
        assertThat(value("concord_raft_lag_entries")).isNaN();
    }

    @Test
    void a_node_that_has_stopped_itself_says_so() {
        assertThat(value("concord_node_stopped")).isZero();

        cluster.fail("the disk failed");

        assertThat(value("concord_node_stopped")).isOne();
    }

    private double value(String name) {
        return Objects.requireNonNull(gauges.get(name), name).get().doubleValue();
    }

    /** In place of the container's registry: keeps what each gauge is read from. */
    @SuppressWarnings("unchecked")
    private @Nullable Object registered(Object proxy, Method method, Object[] arguments) {
        if (!method.getName().equals("gauge") || !(arguments[0] instanceof Metadata described)) {
            throw new UnsupportedOperationException(method.toString());
        }
        gauges.put(described.getName(), () -> ((Function<Object, Number>) arguments[2]).apply(arguments[1]));
        return null;
    }
}
