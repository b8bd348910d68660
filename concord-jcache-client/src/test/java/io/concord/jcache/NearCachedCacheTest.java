package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.concord.jcache.settings.NearSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Caches that keep in memory what they have read, beside one of another JVM that does not. */
class NearCachedCacheTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SharedStore shared = new SharedStore();

    @AfterEach
    void close() {
        shared.close();
    }

    @ParameterizedTest
    @EnumSource
    void what_this_jvm_writes_it_reads_at_once(NearSettings.Mode mode) {
        var cache = cache(mode);
        for (var i = 0; i < 50; i++) {
            var value = Integer.toString(i);
            cache.put("alice", value);
            assertThat(cache.get("alice")).isEqualTo(value);
            assertThat(cache.getAll(Set.of("alice"))).isEqualTo(Map.of("alice", value));
        }

        cache.invoke("alice", (entry, arguments) -> {
            entry.setValue(entry.getValue() + "!");
            return null;
        });
        assertThat(cache.get("alice")).isEqualTo("49!");
        assertThat(cache.replace("alice", "49!", "50")).isTrue();
        assertThat(cache.get("alice")).isEqualTo("50");
        assertThat(cache.remove("alice")).isTrue();
        assertThat(cache.get("alice")).isNull();
        cache.putAll(Map.of("alice", "a", "bob", "b"));
        assertThat(cache.get("bob")).isEqualTo("b");
        cache.clear();
        assertThat(cache.get("alice")).isNull();
        assertThat(cache.get("bob")).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"OFF", "VALIDATED"})
    void what_another_jvm_writes_is_read_at_once(NearSettings.Mode mode) {
        var ours = cache(mode);
        var theirs = cache(NearSettings.Mode.OFF);
        for (var i = 0; i < 50; i++) {
            theirs.put("alice", Integer.toString(i));

            assertThat(ours.get("alice")).isEqualTo(Integer.toString(i));
            assertThat(ours.get("alice")).isEqualTo(Integer.toString(i));
        }

        theirs.remove("alice");

        assertThat(ours.get("alice")).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = "BOUNDED")
    void what_another_jvm_writes_is_read_soon(NearSettings.Mode mode) {
        var ours = cache(mode);
        var theirs = cache(NearSettings.Mode.OFF);
        theirs.put("alice", "old");
        assertThat(ours.get("alice")).isEqualTo("old");

        theirs.put("alice", "new");

        await().atMost(PATIENCE).until(() -> ours.get("alice").equals("new"));
        assertThat(ours.get("alice")).isEqualTo("new");
    }

    /** A condition is about what is there, and not about what was. */
    @ParameterizedTest
    @EnumSource
    void a_condition_is_judged_by_what_another_jvm_has_written_last(NearSettings.Mode mode) {
        var ours = cache(mode);
        var theirs = cache(NearSettings.Mode.OFF);
        for (var i = 0; i < 50; i++) {
            theirs.put("alice", "a" + i);
            ours.get("alice");
            theirs.put("alice", "b" + i);

            assertThat(ours.replace("alice", "b" + i, "c" + i)).isTrue();
            assertThat(theirs.get("alice")).isEqualTo("c" + i);
        }
    }

    private Cache<String, String> cache(NearSettings.Mode mode) {
        var near = new NearSettings(mode, Duration.ofMinutes(1), 100, 1_000_000);
        return shared.manager(near)
                .createCache("users", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }
}
