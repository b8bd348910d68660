package io.concord.jcache.event;

import static io.concord.jcache.event.FakeFeed.created;
import static io.concord.jcache.event.FakeFeed.gone;
import static io.concord.jcache.event.FakeFeed.unreadable;
import static io.concord.jcache.event.FakeFeed.updated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.concord.core.model.Namespace;
import io.concord.core.model.Value;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.api.UndecodableException;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.transport.WatchedEvent;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CacheListenersTest {
    private final FakeFeed feed = new FakeFeed();
    private CacheListeners<String, String> listeners = listeners(Duration.ofSeconds(30));

    @AfterEach
    void close() {
        listeners.close();
    }

    @Test
    void a_listener_hears_of_each_kind_of_change_in_their_order() {
        var heard = new Heard();
        listeners.register(synchronous(heard, true));

        feed.commit(2, created(2, "a", "1"));
        feed.commit(3, updated(3, "a", "2", "1"), gone(WatchedEvent.Type.DELETED, "a", "2", false));
        feed.commit(4, gone(WatchedEvent.Type.EXPIRED, "b", "3", false));

        assertThat(heard.events())
                .containsExactly("CREATED a=1", "UPDATED a=2 was 1", "REMOVED a=2 was 2", "EXPIRED b=3 was 3");
    }

    @Test
    void an_old_value_that_is_not_required_is_not_available() {
        var heard = new Heard();
        listeners.register(synchronous(heard, false));

        feed.commit(3, updated(3, "a", "2", "1"));

        assertThat(heard.events()).containsExactly("UPDATED a=2");
    }

    @Test
    void quiet_changes_are_told_to_nobody() {
        var heard = new Heard();
        listeners.register(synchronous(heard, true));

        feed.commit(2, gone(WatchedEvent.Type.DELETED, "a", "1", true));

        assertThat(heard.events()).isEmpty();
        assertThat(listeners.delivered(2)).isCompleted();
    }

    @Test
    void what_the_filter_does_not_pass_is_not_told() {
        var heard = new Heard();
        listeners.register(configuration(heard, event -> event.getKey().equals("b"), true, true));

        feed.commit(2, created(2, "a", "1"), created(2, "b", "1"));

        assertThat(heard.events()).containsExactly("CREATED b=1");
    }

    @Test
    void a_write_waits_for_the_synchronous_listeners() {
        var heard = new Heard();
        listeners.register(synchronous(heard, true));

        var delivered = listeners.delivered(3);
        feed.commit(2, created(2, "a", "1"));

        assertThat(delivered).isNotCompleted();
        feed.commit(3, created(3, "b", "1"));
        assertThat(delivered).isCompleted();
        assertThat(heard.events()).hasSize(2);
        assertThat(listeners.delivered(2)).isCompleted();
    }

    @Test
    void a_write_waits_for_nothing_without_synchronous_listeners() {
        listeners.register(configuration(new Heard(), null, true, false));

        assertThat(listeners.delivered(1_000)).isCompleted();
    }

    @Test
    void a_mark_of_progress_ends_the_waiting() {
        listeners.register(synchronous(new Heard(), true));
        var delivered = listeners.delivered(3);

        feed.observer().progress(3);

        assertThat(delivered).isCompleted();
    }

    @Test
    void a_failing_listener_is_told_to_the_writer_of_its_revision_alone() {
        var heard = new Heard();
        listeners.register(synchronous(new Failing(), true));
        listeners.register(synchronous(heard, true));
        var first = listeners.delivered(2);

        feed.commit(2, created(2, "a", "1"));
        feed.commit(3, created(3, "fine", "1"));
        feed.commit(4, created(4, "a", "1"));

        assertThat(failureOf(first)).hasRootCauseMessage("broken");
        assertThat(listeners.delivered(3)).isCompleted();
        assertThat(failureOf(listeners.delivered(4))).isInstanceOf(CacheEntryListenerException.class);
        assertThat(heard.events()).hasSize(3);
    }

    @Test
    void a_failing_filter_is_a_failure_of_its_listener() {
        listeners.register(configuration(
                new Heard(),
                event -> {
                    throw new IllegalStateException("broken");
                },
                true,
                true));
        var delivered = listeners.delivered(2);

        feed.commit(2, created(2, "a", "1"));

        assertThat(failureOf(delivered))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasRootCauseMessage("broken");
    }

    @Test
    void asynchronous_listeners_hear_in_order_on_a_thread_of_their_own() throws InterruptedException {
        var last = new CountDownLatch(1);
        var threads = new CopyOnWriteArrayList<String>();
        var heard = new Heard() {
            @Override
            public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
                super.onCreated(told);
                threads.add(Thread.currentThread().getName());
                if (events().size() == 100) {
                    last.countDown();
                }
            }
        };
        listeners.register(configuration(heard, null, true, false));

        for (int i = 2; i < 102; i++) {
            feed.commit(i, created(i, "a" + i, "1"));
        }

        last.await();
        assertThat(heard.events()).hasSize(100).first().isEqualTo("CREATED a2=1");
        assertThat(heard.events().get(99)).isEqualTo("CREATED a101=1");
        assertThat(threads).containsOnly("concord-listeners-cache");
    }

    @Test
    void the_same_configuration_twice_is_refused() {
        var configuration = synchronous(new Heard(), true);
        listeners.register(configuration);

        assertThatIllegalArgumentException().isThrownBy(() -> listeners.register(configuration));
        assertThat(feed.opened()).isEqualTo(1);
    }

    @Test
    void the_watch_is_there_from_the_first_registration_to_the_last() {
        var one = synchronous(new Heard(), true);
        var other = synchronous(new Heard(), true);

        listeners.register(one);
        listeners.register(other);
        listeners.deregister(one);
        assertThat(feed.closed).isZero();
        listeners.deregister(other);
        listeners.deregister(other);

        assertThat(feed.opened()).isEqualTo(1);
        assertThat(feed.closed).isEqualTo(1);
        listeners.register(one);
        assertThat(feed.opened()).isEqualTo(2);
    }

    @Test
    void a_listener_that_is_deregistered_is_closed_and_hears_nothing_more() {
        var heard = new Heard();
        var configuration = synchronous(heard, true);
        listeners.register(configuration);
        listeners.register(synchronous(new Heard(), true));

        listeners.deregister(configuration);
        feed.commit(2, created(2, "a", "1"));

        assertThat(heard.events()).containsExactly("closed");
    }

    @Test
    void a_registration_fails_if_the_watch_does_not_begin() {
        listeners.close();
        listeners = listeners(Duration.ofMillis(20));
        feed.beginsAtOnce = false;
        var heard = new Heard();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> listeners.register(synchronous(heard, true)))
                .withMessageContaining("has not begun within 20 ms");
        assertThat(feed.closed).isEqualTo(1);
        assertThat(heard.events()).containsExactly("closed");
    }

    @Test
    void a_registration_fails_if_the_cache_cannot_be_watched_and_the_next_tries_again() {
        listeners.register(synchronous(new Heard(), true));
        var waiting = listeners.delivered(9);
        feed.observer().failed(new RefusedException("forbidden", "no"));

        assertThat(failureOf(waiting)).hasMessageContaining("the write has succeeded");
        assertThat(failureOf(listeners.delivered(10))).hasMessageContaining("the watch of the cache has ended");
        listeners.register(synchronous(new Heard(), true));
        assertThat(feed.opened()).isEqualTo(2);
    }

    @Test
    void a_failure_before_the_watch_begins_is_the_cause() {
        var refusing = new CacheListeners<>(source(
                (namespace, observer) -> {
                    observer.failed(new RefusedException("forbidden", "no"));
                    return () -> {};
                },
                Duration.ofSeconds(30)));

        assertThatExceptionOfType(CacheException.class)
                .isThrownBy(() -> refusing.register(synchronous(new Heard(), true)))
                .withCauseInstanceOf(RefusedException.class);
        refusing.close();
    }

    @Test
    void nobody_waits_longer_than_the_timeout() {
        listeners.close();
        listeners = listeners(Duration.ofMillis(20));
        listeners.register(synchronous(new Heard(), true));

        var failure = failureOf(listeners.delivered(2));

        assertThat(failure)
                .isInstanceOf(CacheEntryListenerException.class)
                .hasMessageContaining("the write has succeeded")
                .hasMessageContaining("revision 2 has not come within 20 ms");
    }

    @Test
    void a_gap_ends_the_waiting_for_what_was_lost() {
        listeners.register(synchronous(new Heard(), true));
        var lost = listeners.delivered(5);
        var later = listeners.delivered(11);

        feed.observer().gap(10);

        assertThat(failureOf(lost)).hasMessageContaining("has forgotten changes up to revision 10");
        assertThat(later).isNotCompleted();
        feed.commit(11, created(11, "a", "1"));
        assertThat(later).isCompleted();
    }

    @Test
    void an_event_that_cannot_be_read_keeps_nothing_from_the_others() {
        var heard = new Heard();
        listeners.register(synchronous(heard, true));
        var delivered = listeners.delivered(2);

        feed.commit(2, unreadable(2), created(2, "a", "1"));

        assertThat(heard.events()).containsExactly("CREATED a=1");
        assertThat(delivered).isCompleted();
    }

    @Test
    void an_old_value_that_cannot_be_read_is_not_available_and_what_is_gone_is_told_without_it() {
        var heard = new Heard();
        listeners.register(synchronous(heard, true));
        var unreadable = unreadable(2).entry();

        feed.commit(
                3,
                new WatchedEvent(
                        WatchedEvent.Type.WRITTEN,
                        created(3, "a", "1").key(),
                        created(3, "a", "1").entry(),
                        unreadable,
                        false),
                new WatchedEvent(
                        WatchedEvent.Type.DELETED, created(3, "b", "1").key(), Optional.empty(), unreadable, false));

        assertThat(heard.events()).containsExactly("CREATED a=1", "REMOVED b=null");
    }

    /** As classes of the application may do that came with only a part of its new version. */
    @ParameterizedTest
    @MethodSource("failures")
    void whatever_decoding_throws_ends_neither_the_watch_nor_the_waiting(Throwable failure) {
        listeners.close();
        listeners = new CacheListeners<>(source(feed, Duration.ofSeconds(30), new FailingCodec(failure)));
        var heard = new Heard();
        listeners.register(synchronous(heard, true));
        var delivered = listeners.delivered(2);

        feed.commit(2, created(2, "a", "broken"));
        feed.commit(3, created(3, "b", "1"));

        assertThat(delivered).isCompleted();
        assertThat(heard.events()).containsExactly("CREATED b=1");
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new UndecodableException("another version"),
                new IllegalStateException("broken"),
                new NoClassDefFoundError("com/acme/User"),
                new StackOverflowError());
    }

    private record FailingCodec(Throwable failure) implements ValueCodec<String> {
        @Override
        public Value encode(String value) {
            return FakeFeed.VALUES.encode(value);
        }

        @Override
        public String decode(Value value) {
            var decoded = FakeFeed.VALUES.decode(value);
            if (decoded.equals("broken") && failure instanceof Error error) {
                throw error;
            }
            if (decoded.equals("broken")) {
                throw (RuntimeException) failure;
            }
            return decoded;
        }
    }

    @Test
    void closing_lets_nobody_wait() {
        var heard = new Heard();
        listeners.register(synchronous(heard, true));
        var waiting = listeners.delivered(5);

        listeners.close();
        listeners.close();

        assertThat(waiting).isCompleted();
        assertThat(heard.events()).containsExactly("closed");
        assertThat(feed.closed).isEqualTo(1);
    }

    private static @Nullable Throwable failureOf(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private CacheListeners<String, String> listeners(Duration timeout) {
        return new CacheListeners<>(source(feed, timeout));
    }

    private static EventSource<String, String> source(EventFeed feed, Duration timeout) {
        return source(feed, timeout, FakeFeed.VALUES);
    }

    @SuppressWarnings("unchecked")
    private static EventSource<String, String> source(EventFeed feed, Duration timeout, ValueCodec<String> values) {
        var cache = (Cache<String, String>) Proxy.newProxyInstance(
                CacheListenersTest.class.getClassLoader(),
                new Class<?>[] {Cache.class},
                (proxy, method, args) -> "cache");
        return new EventSource<>(cache, new Namespace("cache"), FakeFeed.KEYS, values, feed, timeout);
    }

    private static CacheEntryListenerConfiguration<String, String> synchronous(Heard heard, boolean oldValue) {
        return configuration(heard, null, oldValue, true);
    }

    @SuppressWarnings("NullAway") // JSR-107 has null for no filter.
    private static CacheEntryListenerConfiguration<String, String> configuration(
            Heard heard,
            @Nullable CacheEntryEventFilter<String, String> filter,
            boolean oldValue,
            boolean synchronous) {
        Factory<CacheEntryEventFilter<String, String>> filters = filter == null ? null : () -> filter;
        return new MutableCacheEntryListenerConfiguration<>(() -> heard, filters, oldValue, synchronous);
    }

    private static final class Failing extends Heard {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
            told.forEach(event -> {
                if (event.getKey().equals("a")) {
                    throw new IllegalStateException("broken");
                }
            });
        }
    }
}
