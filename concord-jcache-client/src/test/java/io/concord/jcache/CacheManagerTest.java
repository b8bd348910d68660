package io.concord.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.ConcordCaches;
import io.concord.jcache.api.RefusedException;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Caches of several JVMs in one cluster. */
class CacheManagerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SharedStore shared = new SharedStore();

    @AfterEach
    void close() {
        shared.close();
    }

    private static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    }

    @Test
    void a_cache_that_another_jvm_made_is_joined() {
        var ours = shared.manager().createCache("users", strings());
        var theirs = shared.manager().createCache("users", strings());

        ours.put("alice", "admin");

        assertThat(theirs.get("alice")).isEqualTo("admin");
    }

    @Test
    void a_ping_completes_when_the_cluster_answers() {
        var manager = shared.manager().unwrap(ConcordCaches.class);
        assertThat(manager.pingAsync().toCompletableFuture()).succeedsWithin(PATIENCE);

        manager.close();

        assertThatThrownBy(manager::pingAsync).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void statistics_are_there_without_an_mbean_server() {
        var cache = shared.manager().createCache("users", strings().setStatisticsEnabled(true));
        cache.put("alice", "admin");
        cache.get("alice");
        cache.get("bob");

        var statistics = cache.unwrap(CacheStatisticsMXBean.class);

        assertThat(statistics.getCachePuts()).isEqualTo(1);
        assertThat(statistics.getCacheHits()).isEqualTo(1);
        assertThat(statistics.getCacheMisses()).isEqualTo(1);
    }

    @Test
    void closing_keeps_the_entries() {
        var manager = shared.manager();
        manager.createCache("users", strings()).put("alice", "admin");

        manager.close();

        assertThat(shared.manager().createCache("users", strings()).get("alice"))
                .isEqualTo("admin");
    }

    @Test
    void destroying_removes_the_cache_for_all_and_they_are_told() {
        var manager = shared.manager();
        var theirs = shared.manager().createCache("users", strings());
        manager.createCache("users", strings()).put("alice", "admin");
        assertThat(theirs.get("alice")).isEqualTo("admin");

        manager.destroyCache("users");

        assertThatThrownBy(() -> theirs.get("alice"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("cache 'users' was destroyed")
                .hasMessageContaining("create it again");
        assertThat(manager.createCache("users", strings()).get("alice")).isNull();
    }

    @Test
    void a_cache_that_is_open_nowhere_here_can_be_destroyed() {
        shared.manager().createCache("users", strings()).put("alice", "admin");

        shared.manager().destroyCache("users");

        assertThat(shared.manager().createCache("users", strings()).get("alice"))
                .isNull();
    }

    @Test
    void the_default_namespace_is_emptied_instead_of_destroyed() {
        var manager = shared.manager();
        manager.createCache("default", strings()).put("alice", "admin");

        manager.destroyCache("default");

        assertThat(manager.createCache("default", strings()).get("alice")).isNull();
    }

    @Test
    void a_name_that_no_namespace_can_have_is_refused_with_the_reason() {
        var manager = shared.manager();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> manager.createCache("x".repeat(256), strings()))
                .withMessageContaining("256 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> manager.createCache("", strings()));
        assertThat(manager.createCache("a/b%2F ü\n", strings()).getName()).isEqualTo("a/b%2F ü\n");
    }

    @Test
    void entries_by_reference_are_not_supported() {
        var manager = shared.manager();

        assertThatThrownBy(() -> manager.createCache("users", strings().setStoreByValue(false)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(manager.getCacheNames()).isEmpty();
    }

    @Test
    void creating_does_not_wait_for_a_cluster_that_does_not_answer() {
        var provider = new ConcordCachingProvider((key, properties) -> {
            var environment = MemoryCachingProvider.environment(shared.store());
            return new ManagerEnvironment(
                    new SilentConnection(), environment.patience(), false, environment.codings(), environment.near());
        });

        var cache = provider.getCacheManager().createCache("users", strings());

        assertThat(cache.isClosed()).isFalse();
        provider.close();
    }

    @Test
    void beans_of_two_managers_with_one_address_do_not_collide() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        var caches = new ObjectName("javax.cache:type=CacheStatistics,CacheManager=concord.//h1/*,Cache=users");
        var managers = new CacheManager[] {shared.manager(), shared.manager()};
        for (var manager : managers) {
            manager.createCache("users", strings().setStatisticsEnabled(true));
        }

        assertThat(server.queryNames(caches, null)).hasSize(2);
        managers[0].close();
        managers[1].close();
        assertThat(server.queryNames(caches, null)).isEmpty();
    }

    @Test
    void there_is_one_manager_for_each_address_and_class_loader() {
        var provider = shared.provider();
        var loader = new ClassLoader() {};
        var here = provider.getCacheManager(URI.create("concord://h1/"), null);

        assertThat(provider.getCacheManager(URI.create("concord://h1/"), null)).isSameAs(here);
        assertThat(provider.getCacheManager(URI.create("concord://h2/"), null)).isNotSameAs(here);
        assertThat(provider.getCacheManager(URI.create("concord://h1/"), loader))
                .isNotSameAs(here);
        provider.close(loader);
        assertThat(here.isClosed()).isFalse();
        provider.close();
        assertThat(here.isClosed()).isTrue();
        assertThat(provider.getCacheManager(URI.create("concord://h1/"), null)).isNotSameAs(here);
        provider.close();
    }

    /** A cluster that is not there. */
    private static final class SilentConnection implements StoreConnection {
        @Override
        public CompletionStage<BatchReply> read(BatchOperation.Read read) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<BatchReply> write(BatchChange change) {
            return new CompletableFuture<>();
        }

        @Override
        public Subscription watch(Namespace namespace, WatchObserver observer) {
            return () -> {};
        }

        @Override
        public void close() {}
    }
}
