package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.concord.core.protocol.batch.BatchChange;
import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.UnavailableException;
import io.concord.jcache.settings.NearSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A thread that is interrupted while it waits for the cluster: what comes after it has returned. */
class InterruptionTest {
    private final SharedStore shared = new SharedStore();
    private final WatchedConnection connection =
            new WatchedConnection(shared.store().connect());
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final Cache<String, String> cache = shared.closing(manager())
            .createCache(
                    "interrupted", new MutableConfiguration<String, String>().setTypes(String.class, String.class));

    @AfterEach
    void close() {
        shared.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conditional")
    void a_change_whose_caller_is_interrupted_while_it_reads_does_not_happen_afterwards(
            String name, Consumer<Cache<String, String>> change) {
        cache.put("alice", "old");
        var held = connection.holdReads();

        var thrown = interrupted(() -> change.accept(cache));
        held.complete(null);
        letTheRestRun();

        assertThat(thrown)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("interrupted")
                .hasMessageContaining("nothing was changed");
        assertThat(cache.get("alice")).isEqualTo("old");
        assertThat(connection.writes().stream().filter(BatchChange.Put.class::isInstance))
                .hasSize(1);
    }

    static Stream<Arguments> conditional() {
        return Stream.of(
                change("replace", cache -> cache.replace("alice", "old", "new")),
                change("remove", cache -> cache.remove("alice", "old")),
                change(
                        "invoke",
                        cache -> cache.invoke("alice", (entry, arguments) -> {
                            entry.setValue("new");
                            return "";
                        })));
    }

    private static Arguments change(String name, Consumer<Cache<String, String>> change) {
        return Arguments.of(name, change);
    }

    @Test
    void neither_a_processor_nor_a_writer_runs_after_the_caller_has_returned() {
        var writing = shared.closing(manager())
                .createCache(
                        "interrupted",
                        new MutableConfiguration<String, String>()
                                .setTypes(String.class, String.class)
                                .setWriteThrough(true)
                                .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(new Hearing(heard))));
        writing.put("alice", "old");
        heard.clear();
        var held = connection.holdReads();

        interrupted(() -> writing.putIfAbsent("bob", "new"));
        interrupted(() -> writing.invoke("alice", (entry, arguments) -> heard.add("processor")));
        held.complete(null);
        letTheRestRun();
        writing.put("carol", "behind them");

        assertThat(heard).containsExactly("carol");
    }

    @Test
    void a_compare_and_set_whose_caller_is_interrupted_while_it_reads_does_not_happen_afterwards() {
        cache.put("alice", "old");
        var revision = versioned(cache).getVersioned("alice").orElseThrow().revision();
        var held = connection.holdReads();

        interrupted(() -> versioned(cache).compareAndSet("alice", revision, "new"));
        held.complete(null);
        letTheRestRun();

        assertThat(cache.get("alice")).isEqualTo("old");
    }

    @Test
    void of_many_entries_those_that_were_not_submitted_are_not_submitted_afterwards() {
        cache.put("alice", "old");
        var many = IntStream.range(0, 1_000).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "new"));
        var held = connection.holdAnswers();
        var before = connection.writes().size();

        var thrown = interrupted(() -> cache.putAll(many));
        var submitted = connection.writes().size();
        held.complete(null);
        letTheRestRun();

        assertThat(thrown).isInstanceOf(IndeterminateException.class);
        assertThat(submitted - before).isBetween(1, many.size() - 1);
        assertThat(connection.writes()).hasSize(submitted);
    }

    @Test
    void a_read_that_is_interrupted_is_unavailable() {
        connection.holdReads();

        assertThat(interrupted(() -> cache.get("alice"))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void a_write_that_was_submitted_is_indeterminate() {
        cache.put("alice", "old");
        connection.keepAnswers();

        assertThat(interruptedOnceSubmitted(() -> cache.put("alice", "new")))
                .isInstanceOf(IndeterminateException.class);
        assertThat(interruptedOnceSubmitted(() -> cache.replace("alice", "new", "newer")))
                .isInstanceOf(IndeterminateException.class);
    }

    /** A conditional change waits for its read first. */
    private Throwable interruptedOnceSubmitted(Runnable change) {
        var before = connection.writes().size();
        return interrupted(change, () -> connection.writes().size() > before);
    }

    /** Interrupts a call that has come as far as it comes without an answer; the flag of the thread must stay. */
    private static Throwable interrupted(Runnable call) {
        return interrupted(call, () -> true);
    }

    private static Throwable interrupted(Runnable call, BooleanSupplier hasComeSoFar) {
        var thrown = new ArrayList<Throwable>();
        var flags = new ArrayList<Boolean>();
        var thread = new Thread(() -> {
            thrown.add(catchThrowable(call::run));
            flags.add(Thread.currentThread().isInterrupted());
        });
        thread.start();
        while (thread.isAlive() && !(hasComeSoFar.getAsBoolean() && thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(flags).containsExactly(true);
        return thrown.get(0);
    }

    /** What is behind it on the threads of the steps has run, but for one step on each of them. */
    private void letTheRestRun() {
        for (int i = 0; i < 100; i++) {
            versioned(cache).getAsync("nobody").toCompletableFuture().join();
        }
    }

    @SuppressWarnings("unchecked")
    private static ConcordCache<String, String> versioned(Cache<String, String> cache) {
        return cache.unwrap(ConcordCache.class);
    }

    private ConcordCacheManager manager() {
        return (ConcordCacheManager) new ConcordCachingProvider((key, properties) -> {
                    var sound = MemoryCachingProvider.environment(shared.store(), NearSettings.STANDARD);
                    return new ManagerEnvironment(
                            connection, sound.patience(), sound.unreadableIsMiss(), sound.codings(), sound.near());
                })
                .getCacheManager();
    }

    private record Hearing(List<Object> heard) implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            heard.add(entry.getKey());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
        }

        @Override
        public void delete(Object key) {
            heard.add(key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            heard.addAll(keys);
        }
    }
}
