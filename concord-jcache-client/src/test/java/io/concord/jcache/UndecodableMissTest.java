package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.settings.NearSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An entry of a type that this version of the application does not know, where that is no entry. */
class UndecodableMissTest {
    private final SharedStore shared = new SharedStore();
    private final Cache<String, Integer> theirs = shared.manager()
            .createCache("users", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));

    @BeforeEach
    void put() {
        theirs.put("alice", 1);
    }

    @AfterEach
    void close() {
        shared.close();
    }

    @ParameterizedTest
    @EnumSource
    void no_read_finds_it(NearSettings.Mode mode) {
        var ours = cache(mode);

        assertThat(ours.get("alice")).isNull();
        assertThat(ours.containsKey("alice")).isFalse();
        assertThat(ours.getVersioned("alice")).isEmpty();
        assertThat(ours.getAll(Set.of("alice"))).isEmpty();
        assertThat(ours.iterator().hasNext()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void its_removal_removes_it_and_tells_that_there_was_none(NearSettings.Mode mode) {
        var ours = cache(mode);

        assertThat(ours.remove("alice")).isFalse();
        assertThat(theirs.get("alice")).isNull();
        theirs.put("alice", 1);
        assertThat(ours.getAndRemove("alice")).isNull();
        assertThat(theirs.get("alice")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void a_condition_on_its_value_does_not_hold(NearSettings.Mode mode) {
        var ours = cache(mode);

        assertThat(ours.remove("alice", "1")).isFalse();
        assertThat(ours.replace("alice", "new")).isFalse();
        assertThat(ours.replace("alice", "1", "new")).isFalse();
        assertThat(ours.getAndReplace("alice", "new")).isNull();
        assertThat(theirs.get("alice")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_entry_is_created_in_its_place(NearSettings.Mode mode) {
        var ours = cache(mode);

        assertThat(ours.putIfAbsent("alice", "new")).isTrue();
        assertThat(ours.get("alice")).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void it_is_replaced_at_the_revision_of_nothing_and_at_no_other(NearSettings.Mode mode) {
        var ours = cache(mode);
        var revision = versioned(theirs).getVersioned("alice").orElseThrow().revision();

        assertThat(ours.compareAndSet("alice", revision, "new")).isFalse();
        assertThat(theirs.get("alice")).isEqualTo(1);
        assertThat(ours.compareAndSet("alice", ConcordCache.ABSENT, "new")).isTrue();
        assertThat(ours.get("alice")).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void it_is_loaded_anew(NearSettings.Mode mode) throws Exception {
        var ours = cache(mode, () -> {});

        load(ours);

        assertThat(ours.get("alice")).isEqualTo("loaded");
    }

    @ParameterizedTest
    @EnumSource
    void what_somebody_has_put_in_its_place_is_not_loaded_over(NearSettings.Mode mode) throws Exception {
        var others = cache(NearSettings.Mode.OFF);
        var ours = cache(mode, () -> others.put("alice", "theirs"));

        load(ours);

        assertThat(ours.get("alice")).isEqualTo("theirs");
    }

    private static void load(Cache<String, String> cache) throws Exception {
        var loaded = new CompletionListenerFuture();
        cache.loadAll(Set.of("alice"), false, loaded);
        loaded.get(10, TimeUnit.SECONDS);
    }

    private ConcordCache<String, String> cache(NearSettings.Mode mode) {
        return cache(mode, () -> {});
    }

    private ConcordCache<String, String> cache(NearSettings.Mode mode, Runnable beforeLoad) {
        var configuration = new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCacheLoaderFactory(() -> new Loader(beforeLoad));
        var near = new NearSettings(mode, Duration.ofHours(1), 100, 1_000_000);
        var known = MemoryCachingProvider.environment(shared.store(), near);
        var environment = new ManagerEnvironment(known.connection(), known.patience(), true, known.codings(), near);
        var manager = new ConcordCachingProvider((key, properties) -> environment)
                .getCacheManager(URI.create("concord://h1/"), null);
        return versioned(shared.closing(manager).createCache("users", configuration));
    }

    @SuppressWarnings("unchecked")
    private static <V> ConcordCache<String, V> versioned(Cache<String, V> cache) {
        return cache.unwrap(ConcordCache.class);
    }

    private record Loader(Runnable before) implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            before.run();
            return "loaded";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            before.run();
            var loaded = new HashMap<String, String>();
            keys.forEach(key -> loaded.put(key, "loaded"));
            return loaded;
        }
    }
}
