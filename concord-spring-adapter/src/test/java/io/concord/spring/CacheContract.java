package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.support.NullValue;

/**
 * What Spring expects of any cache, as much as the framework's own tests ask of its caches and some more. Whoever keeps it
 * says how to get the caches.
 */
public abstract class CacheContract {
    protected static final String CACHE_NAME = "contract";
    protected static final String CACHE_NAME_WITHOUT_NULL = "contract-without-null";

    private static final Callable<Object> MUST_NOT_LOAD = () -> {
        throw new IllegalStateException("loaded although there is an entry");
    };

    protected final String key = UUID.randomUUID().toString();

    protected abstract Cache cache();

    /** Another one, which does not take null. */
    protected abstract Cache cacheWithoutNull();

    protected abstract Object nativeCache();

    @BeforeEach
    void empty() {
        cache().clear();
        cacheWithoutNull().clear();
    }

    protected final @Nullable Object value(Object of) {
        return unwrapped(cache().get(of));
    }

    private static @Nullable Object unwrapped(@Nullable ValueWrapper wrapper) {
        return Objects.requireNonNull(wrapper, "an entry").get();
    }

    @Test
    void it_has_its_name_and_what_is_behind_it() {
        assertThat(cache().getName()).isEqualTo(CACHE_NAME);
        assertThat(cache().getNativeCache()).isSameAs(nativeCache());
    }

    @Test
    void nothing_is_found_where_nothing_was_put() {
        assertThat(cache().get(key)).isNull();
        assertThat(cache().get(key, String.class)).isNull();
        assertThat(cache().get(key, Object.class)).isNull();
    }

    @Test
    void what_was_put_is_found_by_any_type_that_it_has() {
        cache().put(key, "george");

        assertThat(value(key)).isEqualTo("george");
        assertThat(cache().get(key, String.class)).isEqualTo("george");
        assertThat(cache().get(key, Object.class)).isEqualTo("george");
        assertThat(cache().get(key, (Class<?>) null)).isEqualTo("george");
    }

    @Test
    void a_value_of_another_type_than_asked_for_is_refused() {
        cache().put(key, "george");

        assertThatIllegalStateException()
                .isThrownBy(() -> cache().get(key, Integer.class))
                .withMessageContaining("java.lang.Integer");
    }

    @Test
    void the_later_value_replaces_the_earlier_one() {
        cache().put(key, "george");
        cache().put(key, "aurel");

        assertThat(value(key)).isEqualTo("aurel");
    }

    @Test
    void null_is_a_value() {
        cache().put(key, null);

        assertThat(value(key)).isNull();
        assertThat(cache().get(key, String.class)).isNull();
        assertThat(cache().get(key, Object.class)).isNull();
    }

    @Test
    void what_stands_for_null_is_null() {
        cache().put(key, NullValue.INSTANCE);

        assertThat(value(key)).isNull();
    }

    @Test
    void a_cache_without_null_refuses_it_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cacheWithoutNull().put(key, null))
                .withMessageContaining(CACHE_NAME_WITHOUT_NULL)
                .withMessageContaining("null");
        assertThat(cacheWithoutNull().get(key)).isNull();
    }

    @Test
    void several_arguments_are_one_key() {
        cache().put(new SimpleKey("alice", 7), "both");
        cache().put(SimpleKey.EMPTY, "none");

        assertThat(value(new SimpleKey("alice", 7))).isEqualTo("both");
        assertThat(cache().get(new SimpleKey("alice", 8))).isNull();
        assertThat(value(new SimpleKey())).isEqualTo("none");
    }

    @Test
    void a_value_is_put_only_if_there_is_none() {
        assertThat(cache().putIfAbsent(key, "first")).isNull();

        var existing = cache().putIfAbsent(key, "second");

        assertThat(unwrapped(existing)).isEqualTo("first");
        assertThat(value(key)).isEqualTo("first");
    }

    @Test
    void null_is_present_to_put_if_absent() {
        assertThat(cache().putIfAbsent(key, null)).isNull();

        var existing = cache().putIfAbsent(key, "second");

        assertThat(unwrapped(existing)).isNull();
    }

    @Test
    void one_of_ten_threads_puts_if_absent() {
        var won = Threads.ten(number -> cache().putIfAbsent(key, number) == null);

        assertThat(won).containsOnlyOnce(true);
    }

    @Test
    void what_is_evicted_is_gone_and_nothing_else() {
        cache().put(key, "george");
        cache().put("other", "aurel");

        cache().evict(key);

        assertThat(cache().get(key)).isNull();
        assertThat(value("other")).isEqualTo("aurel");
    }

    @Test
    void evicting_tells_whether_there_was_something() {
        cache().put(key, "george");

        assertThat(cache().evictIfPresent(key)).isTrue();
        assertThat(cache().evictIfPresent(key)).isFalse();
        assertThat(cache().get(key)).isNull();
    }

    @Test
    void clearing_leaves_nothing() {
        cache().put("enescu", "george");
        cache().put("vlaicu", "aurel");

        cache().clear();

        assertThat(cache().get("enescu")).isNull();
        assertThat(cache().get("vlaicu")).isNull();
    }

    @Test
    void invalidating_tells_whether_there_was_something() {
        cache().put("enescu", "george");

        assertThat(cache().invalidate()).isTrue();
        assertThat(cache().invalidate()).isFalse();
        assertThat(cache().get("enescu")).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "loaded")
    void what_is_not_there_is_loaded_and_kept(@Nullable String loaded) {
        assertThat(cache().get(key, () -> loaded)).isEqualTo(loaded);
        assertThat(value(key)).isEqualTo(loaded);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "existing")
    void what_is_there_is_not_loaded(@Nullable String existing) {
        cache().put(key, existing);

        assertThat(cache().get(key, MUST_NOT_LOAD)).isEqualTo(existing);
    }

    @Test
    void a_failing_loader_is_told_with_its_cause_and_keeps_nothing() {
        assertThatThrownBy(() -> cache().get(key, () -> {
                    throw new UnsupportedOperationException("expected");
                }))
                .isInstanceOfSatisfying(
                        ValueRetrievalException.class,
                        e -> assertThat(e.getKey()).isEqualTo(key))
                .cause()
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("expected");
        assertThat(cache().get(key)).isNull();
        assertThat(cache().get(key, () -> "recovered")).isEqualTo("recovered");
    }

    @Test
    void ten_threads_load_once() {
        var loads = new AtomicInteger();

        var results = Threads.ten(number -> cache().get(key, () -> {
            Threads.giveOthersTime();
            return loads.incrementAndGet();
        }));

        assertThat(results).hasSize(10).containsOnly(1);
        assertThat(loads).hasValue(1);
    }
}
