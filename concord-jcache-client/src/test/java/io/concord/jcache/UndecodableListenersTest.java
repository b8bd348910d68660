package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.event.Heard;
import io.concord.jcache.settings.NearSettings;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener hears of entries that another version of the application writes: the same whether they are errors or misses. */
class UndecodableListenersTest {
    private final SharedStore shared = new SharedStore();
    private final Cache<String, Integer> theirs = shared.manager()
            .createCache("users", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        shared.close();
    }

    @ParameterizedTest(name = "miss: {0}")
    @ValueSource(booleans = {false, true})
    void a_change_to_what_cannot_be_read_is_not_told_and_the_next_ones_are(boolean unreadableIsMiss) {
        var ours = listeningCache(unreadableIsMiss);

        theirs.put("alice", 1);
        theirs.put("alice", 2);
        ours.put("bob", "readable");

        assertThat(heard.events()).containsExactly("CREATED bob=readable");
    }

    @ParameterizedTest(name = "miss: {0}")
    @ValueSource(booleans = {false, true})
    void what_takes_the_place_of_it_is_an_update_without_the_old_value(boolean unreadableIsMiss) {
        theirs.put("alice", 1);
        var ours = listeningCache(unreadableIsMiss);

        ours.put("alice", "readable");

        assertThat(heard.events()).containsExactly("UPDATED alice=readable");
    }

    @ParameterizedTest(name = "miss: {0}")
    @ValueSource(booleans = {false, true})
    void its_removal_is_told_without_a_value(boolean unreadableIsMiss) {
        theirs.put("alice", 1);
        theirs.put("carol", 1);
        var ours = listeningCache(unreadableIsMiss);

        theirs.remove("alice");
        ours.remove("carol");

        assertThat(heard.events()).containsExactly("REMOVED alice=null", "REMOVED carol=null");
    }

    private Cache<String, String> listeningCache(boolean unreadableIsMiss) {
        var sound = MemoryCachingProvider.environment(shared.store(), NearSettings.STANDARD);
        var environment = new ManagerEnvironment(
                sound.connection(), sound.patience(), unreadableIsMiss, sound.codings(), sound.near());
        var manager = new ConcordCachingProvider((key, properties) -> environment)
                .getCacheManager(URI.create("concord://h1/"), null);
        return shared.closing(manager)
                .createCache(
                        "users",
                        new MutableConfiguration<String, String>()
                                .setTypes(String.class, String.class)
                                .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                                        new FactoryBuilder.SingletonFactory<>(heard), null, true, true)));
    }
}
