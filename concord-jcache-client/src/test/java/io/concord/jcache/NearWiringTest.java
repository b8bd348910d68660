package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.concord.core.protocol.batch.BatchOperation;
import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.ConcordCaches;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.settings.NearSettings;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which reads of a cache its near cache answers, and what it forgets by the cache's own operations alone. */
class NearWiringTest {
    private final SharedStore shared = new SharedStore();
    private final WatchedConnection connection =
            new WatchedConnection(shared.store().connect());
    private final Cache<String, String> theirs = shared.manager().createCache("users", strings());

    @AfterEach
    void close() {
        shared.close();
    }

    @Test
    void a_bounded_cache_answers_again_from_memory() {
        var ours = cache(NearSettings.Mode.BOUNDED);
        theirs.put("alice", "admin");
        assertThat(ours.get("alice")).isEqualTo("admin");
        var asked = connection.reads().size();

        assertThat(ours.get("alice")).isEqualTo("admin");
        assertThat(ours.getAll(Set.of("alice"))).isEqualTo(Map.of("alice", "admin"));

        assertThat(connection.reads()).hasSize(asked);
    }

    @Test
    void a_bounded_cache_knows_a_key_from_where_it_has_its_value() {
        var ours = cache(NearSettings.Mode.BOUNDED);
        theirs.put("alice", "admin");
        ours.get("alice");
        theirs.remove("alice");
        var asked = connection.reads().size();

        assertThat(ours.get("alice")).isEqualTo("admin");
        assertThat(ours.containsKey("alice")).isTrue();

        assertThat(connection.reads()).hasSize(asked);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFF", "VALIDATED"})
    void a_cache_that_is_not_bounded_asks_whether_there_is_a_key(NearSettings.Mode mode) {
        var ours = cache(mode);

        assertThat(ours.containsKey("alice")).isFalse();

        assertThat(connection.reads()).hasExactlyElementsOfTypes(BatchOperation.Contains.class);
    }

    @Test
    void a_validated_cache_asks_whether_what_it_has_is_unchanged() {
        var ours = cache(NearSettings.Mode.VALIDATED);
        theirs.put("alice", "admin");

        ours.get("alice");
        ours.get("alice");

        assertThat(connection.reads())
                .hasExactlyElementsOfTypes(BatchOperation.Get.class, BatchOperation.GetIfChanged.class);
    }

    @Test
    void without_one_each_read_asks() {
        var ours = cache(NearSettings.Mode.OFF);
        theirs.put("alice", "admin");

        ours.get("alice");
        ours.get("alice");

        assertThat(connection.reads()).hasExactlyElementsOfTypes(BatchOperation.Get.class, BatchOperation.Get.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFF", "VALIDATED"})
    void only_a_bounded_cache_watches(NearSettings.Mode mode) {
        var ours = cache(mode);
        ours.put("alice", "admin");
        ours.get("alice");

        assertThat(connection.watches()).isZero();
    }

    @Test
    void a_closed_cache_watches_no_more() {
        var ours = cache(NearSettings.Mode.BOUNDED);
        assertThat(connection.openWatches()).isEqualTo(1);

        ours.close();

        assertThat(connection.openWatches()).isZero();
    }

    @Test
    void a_cache_that_cannot_be_made_leaves_no_watch() {
        var manager = manager(NearSettings.Mode.BOUNDED);
        var configuration = strings().setExpiryPolicyFactory(() -> {
            throw new IllegalStateException("no policy");
        });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> manager.createCache("users", configuration));

        assertThat(connection.openWatches()).isZero();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("put", cache -> cache.put("alice", "new")),
                change("getAndPut", cache -> cache.getAndPut("alice", "new")),
                change("putAll", cache -> cache.putAll(Map.of("alice", "new"))),
                change("replace", cache -> cache.replace("alice", "new")),
                change("replace an old value", cache -> cache.replace("alice", "old", "new")),
                change("getAndReplace", cache -> cache.getAndReplace("alice", "new")),
                change("remove", cache -> cache.remove("alice")),
                change("remove an old value", cache -> cache.remove("alice", "old")),
                change("getAndRemove", cache -> cache.getAndRemove("alice")),
                change("removeAll of keys", cache -> cache.removeAll(Set.of("alice"))),
                change("removeAll", Cache::removeAll),
                change("clear", Cache::clear),
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void what_is_changed_is_read_anew(String name, Consumer<Cache<String, String>> change) {
        var ours = cache(NearSettings.Mode.BOUNDED);
        theirs.put("alice", "old");
        assertThat(ours.get("alice")).isEqualTo("old");

        change.accept(ours);

        assertThat(ours.get("alice")).isEqualTo(theirs.get("alice")).isNotEqualTo("old");
    }

    @Test
    void what_an_evicted_tag_has_removed_is_read_anew() {
        var ours = cache(NearSettings.Mode.BOUNDED);
        versioned(ours).putTagged("alice", "old", Set.of("staff"));
        assertThat(ours.get("alice")).isEqualTo("old");

        ours.getCacheManager().unwrap(ConcordCaches.class).evictTag("staff");

        assertThat(ours.get("alice")).isNull();
    }

    @Test
    void a_write_whose_answer_is_lost_is_read_anew() {
        var ours = cache(NearSettings.Mode.BOUNDED);
        ours.put("alice", "old");
        assertThat(ours.get("alice")).isEqualTo("old");
        connection.loseAnswers();

        assertThatExceptionOfType(IndeterminateException.class).isThrownBy(() -> ours.put("alice", "new"));

        assertThat(ours.get("alice")).isEqualTo("new");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unconditional")
    void a_write_whose_caller_is_interrupted_is_read_anew(String name, Consumer<Cache<String, String>> change) {
        var ours = cache(NearSettings.Mode.BOUNDED);
        ours.put("alice", "old");
        assertThat(ours.get("alice")).isEqualTo("old");
        connection.keepAnswers();

        Thread.currentThread().interrupt();
        var thrown = catchThrowable(() -> change.accept(ours));
        var interrupted = Thread.interrupted();

        assertThat(thrown).isInstanceOf(IndeterminateException.class);
        assertThat(interrupted).isTrue();
        assertThat(ours.get("alice")).isNotEqualTo("old");
    }

    static Stream<Arguments> unconditional() {
        return Stream.of(
                change("put", cache -> cache.put("alice", "new")),
                change("getAndPut", cache -> cache.getAndPut("alice", "new")),
                change("putAll", cache -> cache.putAll(Map.of("alice", "new"))),
                change("replace", cache -> cache.replace("alice", "new")),
                change("remove", cache -> cache.remove("alice")),
                change("removeAll", Cache::removeAll));
    }

    /** Or whoever tries again with what it reads would try in vain until the watch tells the change. */
    @Test
    void what_a_condition_has_failed_on_is_read_anew() {
        var ours = cache(NearSettings.Mode.BOUNDED);
        var versioned = versioned(ours);
        theirs.put("alice", "old");
        var old = versioned.getVersioned("alice").orElseThrow();
        theirs.put("alice", "new");

        assertThat(versioned.compareAndSet("alice", old.revision(), "ours")).isFalse();

        var current = versioned.getVersioned("alice").orElseThrow();
        assertThat(current.value()).isEqualTo("new");
        assertThat(versioned.compareAndSet("alice", current.revision(), "ours")).isTrue();
    }

    /** A policy of the application's. */
    public static final class TenSecondsFromAccess implements ExpiryPolicy {
        private static final Duration LIFETIME = new Duration(TimeUnit.SECONDS, 10);

        @Override
        public Duration getExpiryForCreation() {
            return LIFETIME;
        }

        @Override
        public Duration getExpiryForAccess() {
            return LIFETIME;
        }

        @Override
        public Duration getExpiryForUpdate() {
            return LIFETIME;
        }
    }

    @Test
    void an_access_that_gives_a_lifetime_reads_and_prolongs_what_the_cluster_has() {
        var ours = manager(NearSettings.Mode.BOUNDED)
                .createCache("users", strings().setExpiryPolicyFactory(TenSecondsFromAccess::new));
        ours.put("alice", "old");
        ours.get("alice");
        theirs.put("alice", "new");

        assertThat(ours.get("alice")).isEqualTo("new");
        theirs.remove("alice");
        assertThat(ours.containsKey("alice")).isFalse();
    }

    @SuppressWarnings("unchecked")
    private static ConcordCache<String, String> versioned(Cache<String, String> cache) {
        return cache.unwrap(ConcordCache.class);
    }

    private Cache<String, String> cache(NearSettings.Mode mode) {
        return manager(mode).createCache("users", strings());
    }

    private CacheManager manager(NearSettings.Mode mode) {
        var near = new NearSettings(mode, java.time.Duration.ofHours(1), 100, 1_000_000);
        var inMemory = MemoryCachingProvider.environment(shared.store(), near);
        return new ConcordCachingProvider((key, properties) ->
                        new ManagerEnvironment(connection, inMemory.patience(), false, inMemory.codings(), near))
                .getCacheManager(URI.create("concord://h1/"), null);
    }

    private static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    }
}
