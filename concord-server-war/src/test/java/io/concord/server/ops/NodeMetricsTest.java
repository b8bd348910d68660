package io.concord.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gauges read from the node. */
class NodeMetricsTest {
    private final FakeCluster cluster = new FakeCluster();
    private final Map<String, Supplier<Number>> gauges = new HashMap<>();

    private final List<String> lookUps = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private final MetricRegistry registry = proxy(MetricRegistry.class, this::registered);
    private final NodeMetrics metrics = new NodeMetrics(registry);
    private final NodeGauges nodeGauges = new NodeGauges(registry);

    @BeforeEach
    void register() {
        nodeGauges.watch(cluster);
    }

    @Test
    void the_series_of_a_request_is_looked_up_once_for_each_operation_and_result() {
        metrics.request("get", "ok", Duration.ofMillis(3));
        metrics.request("get", "ok", Duration.ofMillis(4));
        metrics.request("get", "not-found", Duration.ofMillis(5));

        assertThat(lookUps)
                .containsExactly(
                        "counter concord_requests get ok",
                        "timer concord_request get ok",
                        "counter concord_requests get not-found",
                        "timer concord_request get not-found");
        assertThat(counted)
                .containsExactly(
                        "get ok inc",
                        "get ok PT0.003S",
                        "get ok inc",
                        "get ok PT0.004S",
                        "get not-found inc",
                        "get not-found PT0.005S");
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
        if (arguments[0] instanceof Metadata described && method.getName().equals("gauge")) {
            gauges.put(described.getName(), () -> ((Function<Object, Number>) arguments[2]).apply(arguments[1]));
            return null;
        }
        if (arguments[0] instanceof Metadata described && arguments[1] instanceof Tag[] tags) {
            var labels = Arrays.stream(tags).map(Tag::getTagValue).collect(Collectors.joining(" "));
            lookUps.add(method.getName() + " " + described.getName() + " " + labels);
            return proxy(method.getReturnType(), (metric, called, told) -> {
                counted.add(labels + " " + (told == null ? called.getName() : told[0]));
                return null;
            });
        }
        throw new UnsupportedOperationException(method.toString());
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
