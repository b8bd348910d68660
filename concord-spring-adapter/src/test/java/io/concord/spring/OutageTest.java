package io.concord.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.api.UnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;

/** When the cluster counts as out of reach, and how often that is told. */
class OutageTest {
    private final UnavailableException unavailable = new UnavailableException("nobody answers", null);

    private final AtomicLong now = new AtomicLong();

    @Test
    void an_outage_is_told_once_and_so_is_its_end() {
        try (var log = new LogLines(Outage.class)) {
            var outage = new Outage(now::get);
            outage.ended();
            outage.began("books", unavailable);
            outage.began("authors", unavailable);
            outage.ended();
            outage.ended();
            outage.began("books", unavailable);

            assertThat(log.lines())
                    .hasSize(3)
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("WARNING").contains("'books'"),
                            line -> assertThat(line).startsWith("INFO").contains("back"),
                            line -> assertThat(line).startsWith("WARNING"));
        }
    }

    @Test
    void one_caller_each_second_asks_whether_the_cluster_is_back() {
        var outage = new Outage(now::get);
        assertThat(outage.isProbeDue()).isFalse();
        outage.began("books", unavailable);
        assertThat(outage.isProbeDue()).isFalse();

        now.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(outage.isProbeDue()).isTrue();
        assertThat(outage.isProbeDue()).isFalse();
    }

    @Test
    void a_refusal_is_no_outage_and_a_wrapped_one_is() {
        assertThat(Outage.isUnavailable(new RefusedException("forbidden", "no")))
                .isFalse();
        assertThat(Outage.isUnavailable(new IllegalStateException(unavailable))).isFalse();
        assertThat(Outage.isUnavailable(unavailable)).isTrue();
        assertThat(Outage.isUnavailable(new CompletionException(new IndeterminateException("perhaps", null))))
                .isTrue();
    }

    @Test
    void the_error_handler_tells_one_outage_once_and_forgives_it() {
        try (var log = new LogLines(ConcordCacheErrorHandler.class)) {
            var handler = new ConcordCacheErrorHandler(new SimpleCacheErrorHandler(), now::get);
            var cache = new ConcurrentMapCache("books");
            handler.handleCacheGetError(unavailable, cache, "alice");
            handler.handleCachePutError(unavailable, cache, "alice", 1);
            handler.handleCacheEvictError(unavailable, cache, "alice");
            handler.handleCacheClearError(unavailable, cache);
            assertThat(log.lines()).hasSize(1);

            now.addAndGet(TimeUnit.MINUTES.toNanos(2));
            handler.handleCacheGetError(unavailable, cache, "alice");

            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).startsWith("WARNING").contains("'books'"));
        }
    }

    @Test
    void the_error_handler_leaves_other_failures_to_another() {
        var handler = new ConcordCacheErrorHandler();
        var cache = new ConcurrentMapCache("books");
        var refused = new RefusedException("forbidden", "no");

        assertThatThrownBy(() -> handler.handleCacheGetError(refused, cache, "alice"))
                .isSameAs(refused);
        assertThatThrownBy(() -> handler.handleCachePutError(refused, cache, "alice", 1))
                .isSameAs(refused);
        assertThatThrownBy(() -> handler.handleCacheEvictError(refused, cache, "alice"))
                .isSameAs(refused);
        assertThatThrownBy(() -> handler.handleCacheClearError(refused, cache)).isSameAs(refused);
    }
}
