package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache.ValueWrapper;

/** What Spring expects of a cache that serves futures and reactive types, besides all else. */
public abstract class RetrieveContract extends CacheContract {
    private static final long PATIENCE_SECONDS = 30;

    private static <T> @Nullable T got(@Nullable CompletableFuture<T> future) throws Exception {
        return Objects.requireNonNull(future, "future").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private <T> @Nullable T retrieved(Supplier<CompletableFuture<T>> loader) throws Exception {
        return got(cache().retrieve(key, loader));
    }

    @Test
    void nothing_is_retrieved_where_nothing_was_put() throws Exception {
        assertThat(got(cache().retrieve(key))).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "george")
    void what_was_put_is_retrieved(@Nullable String put) throws Exception {
        cache().put(key, put);

        assertThat(got(cache().retrieve(key)))
                .isInstanceOfSatisfying(
                        ValueWrapper.class, wrapper -> assertThat(wrapper.get()).isEqualTo(put));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "loaded")
    void what_is_not_there_is_loaded_by_the_future_and_kept(@Nullable String loaded) throws Exception {
        assertThat(this.<@Nullable Object>retrieved(() -> CompletableFuture.completedFuture(loaded)))
                .isEqualTo(loaded);
        assertThat(value(key)).isEqualTo(loaded);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "existing")
    void what_is_there_is_retrieved_and_not_loaded(@Nullable String existing) throws Exception {
        cache().put(key, existing);

        assertThat(this.<@Nullable Object>retrieved(() -> {
                    throw new IllegalStateException("loaded although there is an entry");
                }))
                .isEqualTo(existing);
    }

    @Test
    void a_loader_whose_future_fails_fails_the_future_as_it_did() {
        assertThatThrownBy(() ->
                        retrieved(() -> CompletableFuture.failedFuture(new UnsupportedOperationException("expected"))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(UnsupportedOperationException.class);
        assertThat(cache().get(key)).isNull();
    }

    @Test
    void a_loader_that_throws_fails_the_future_as_it_did() {
        assertThatThrownBy(() -> retrieved(() -> {
                    throw new UnsupportedOperationException("expected");
                }))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(UnsupportedOperationException.class);
        assertThat(cache().get(key)).isNull();
    }

    @Test
    void retrieving_does_not_wait_and_loads_once() throws Exception {
        var loads = new AtomicInteger();
        var loading = new CompletableFuture<String>();
        Supplier<CompletableFuture<String>> loader = () -> {
            loads.incrementAndGet();
            return loading;
        };

        var futures = Threads.ten(number -> cache().retrieve(key, loader));
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        loading.complete("loaded");

        for (var future : futures) {
            assertThat(got(future)).isEqualTo("loaded");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void who_cancels_a_future_cancels_nobody_elses() throws Exception {
        var loading = new CompletableFuture<String>();
        var mine = cache().retrieve(key, () -> loading);
        var yours = cache().retrieve(key, () -> loading);

        mine.cancel(true);
        loading.complete("loaded");

        assertThat(got(yours)).isEqualTo("loaded");
    }

    @Test
    void threads_and_futures_share_one_load() throws Exception {
        var loads = new AtomicInteger();

        var results = Threads.ten(number -> number % 2 == 0
                ? cache().retrieve(
                                key,
                                () -> CompletableFuture.supplyAsync(() -> {
                                    Threads.giveOthersTime();
                                    return loads.incrementAndGet();
                                }))
                : CompletableFuture.completedFuture(cache().get(key, () -> {
                    Threads.giveOthersTime();
                    return loads.incrementAndGet();
                })));

        for (var result : results) {
            assertThat(got(result)).isEqualTo(1);
        }
        assertThat(loads).hasValue(1);
    }
}
