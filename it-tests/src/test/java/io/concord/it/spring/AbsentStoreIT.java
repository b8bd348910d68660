package io.concord.it.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.SharedCluster;
import io.concord.it.cache.LossyProxy;
import io.concord.jcache.api.ConcordCacheException;
import io.concord.spring.CacheSettings;
import io.concord.spring.ConcordCacheErrorHandler;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.Fallback;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cluster that cannot be reached, at the start of an application and while it runs, for both settings. */
@ExtendWith(SharedCluster.class)
class AbsentStoreIT {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LossyProxy way;
    private final Connection connection;

    AbsentStoreIT(LocalCluster cluster) throws IOException {
        way = LossyProxy.open(cluster.endpoints().get(0).getPort(), NEVER, 1);
        connection = Connection.at(cluster, List.of(way.port())).withTimeout(Duration.ofSeconds(1));
    }

    @AfterEach
    void close() throws IOException {
        way.close();
    }

    private Supplier<ConcordCacheManager> managerWith(Fallback onUnavailable) {
        return () -> ConcordCacheManager.builder(connection.uri(), connection.properties())
                .cacheDefaults(CacheSettings.DEFAULTS.withOnUnavailable(onUnavailable))
                .build();
    }

    @Test
    void an_application_starts_without_the_cluster_and_fails_until_it_is_there() {
        way.cut();
        try (var application = Application.of(managerWith(Fallback.FAIL))) {
            var library = application.library();
            assertThatThrownBy(() -> library.title(7)).isInstanceOf(ConcordCacheException.class);
            assertThatThrownBy(() -> library.titleOnce(7)).isInstanceOf(ConcordCacheException.class);
            assertThatThrownBy(library::forgetAll).isInstanceOf(ConcordCacheException.class);
            assertThat(library.asked()).isZero();

            way.mend();

            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(ConcordCacheException.class::isInstance)
                    .untilAsserted(() -> requireCached(library));
        }
    }

    @Test
    void as_a_miss_an_application_starts_without_the_cluster_and_uses_it_when_it_is_there() {
        way.cut();
        try (var application = Application.of(managerWith(Fallback.MISS))) {
            requireWorksAlone(application.library());

            way.mend();

            await().atMost(PATIENCE).untilAsserted(() -> requireCached(application.library()));
        }
    }

    @Test
    void a_running_application_fails_while_the_cluster_is_away() {
        try (var application = Application.of(managerWith(Fallback.FAIL))) {
            var library = application.library();
            requireCached(library);

            way.cut();
            assertThatThrownBy(() -> library.title(7)).isInstanceOf(ConcordCacheException.class);
            assertThatThrownBy(() -> library.rename(7, "another")).isInstanceOf(ConcordCacheException.class);

            way.mend();
            await().atMost(PATIENCE)
                    .ignoreExceptionsMatching(ConcordCacheException.class::isInstance)
                    .untilAsserted(() -> requireCached(library));
        }
    }

    @Test
    void as_a_miss_a_running_application_goes_on_while_the_cluster_is_away() {
        try (var application = Application.of(managerWith(Fallback.MISS))) {
            var library = application.library();
            requireCached(library);

            way.cut();
            requireWorksAlone(library);

            way.mend();
            await().atMost(PATIENCE).untilAsserted(() -> requireCached(library));
        }
    }

    @Test
    void the_error_handler_makes_it_a_miss_for_caches_that_fail() {
        way.cut();
        try (var application = Application.of(managerWith(Fallback.FAIL), new ConcordCacheErrorHandler())) {
            requireWorksAlone(application.library());
        }
    }

    /** The library answers, each time anew. */
    private static void requireWorksAlone(Library library) {
        var before = library.asked();
        assertThat(library.title(7)).isEqualTo("title of 7");
        assertThat(library.title(7)).isEqualTo("title of 7");
        assertThat(library.titleOnce(7)).isEqualTo("title of 7");
        library.rename(7, "another");
        library.forget(7);
        assertThat(library.titleOnceLater(7).join()).isEqualTo("title of 7");
        assertThat(library.titleLater(7).join()).isEqualTo("title of 7");
        assertThat(library.asked()).isEqualTo(before + 5);
    }

    private static void requireCached(Library library) {
        library.forgetAll();
        library.title(7);
        var before = library.asked();
        library.title(7);
        assertThat(library.asked()).isEqualTo(before);
    }
}
