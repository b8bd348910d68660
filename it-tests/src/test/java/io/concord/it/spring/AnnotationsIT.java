package io.concord.it.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.cli.cluster.LocalCluster;
import io.concord.it.SharedCluster;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.Threads;
import java.util.concurrent.TimeUnit;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.cache.jcache.JCacheCacheManager;

/** Spring's annotations, and those of JSR-107, in applications on real servers. */
class AnnotationsIT {

    /** What holds for both ways to the cluster. */
    abstract static class Annotations {
        final Application application;
        final Library library;

        Annotations(Application application) {
            this.application = application;
            library = application.library();
            library.forgetAll();
        }

        @AfterEach
        void close() {
            application.close();
        }

        @Test
        void a_cacheable_method_is_asked_once() {
            assertThat(library.title(7)).isEqualTo("title of 7");
            assertThat(library.title(7)).isEqualTo("title of 7");
            assertThat(library.title(8)).isEqualTo("title of 8");

            assertThat(library.asked()).isEqualTo(2);
        }

        @Test
        void ten_threads_ask_a_synchronized_method_once() {
            var titles = Threads.ten(number -> library.titleOnce(7));

            assertThat(titles).containsOnly("title of 7");
            assertThat(library.asked()).isEqualTo(1);
        }

        @Test
        void null_and_several_arguments_are_cached() {
            assertThat(library.lentTo("alice", 7)).isNull();
            assertThat(library.lentTo("alice", 7)).isNull();
            assertThat(library.lentTo("bob", 7)).isNull();

            assertThat(library.asked()).isEqualTo(2);
        }

        @Test
        void what_is_put_is_found_and_what_is_evicted_is_asked_for_again() {
            library.rename(7, "another");
            assertThat(library.title(7)).isEqualTo("another");

            library.forget(7);

            assertThat(library.title(7)).isEqualTo("title of 7");
        }

        @Test
        void evicting_all_leaves_nothing() {
            library.title(7);
            library.title(8);

            library.forgetAll();
            library.title(7);
            library.title(8);

            assertThat(library.asked()).isEqualTo(4);
        }

        @Test
        void the_annotation_of_the_standard_is_as_good() {
            assertThat(library.titleByStandard(7)).isEqualTo("title of 7");
            assertThat(library.titleByStandard(7)).isEqualTo("title of 7");

            assertThat(library.asked()).isEqualTo(1);
        }
    }

    @Nested
    @ExtendWith(SharedCluster.class)
    class ByTheAdapter extends Annotations {
        ByTheAdapter(LocalCluster cluster) {
            super(Application.of(() -> {
                var connection = Connection.to(cluster);
                return ConcordCacheManager.builder(connection.uri(), connection.properties())
                        .build();
            }));
        }

        @Test
        void a_method_with_a_future_is_asked_once() throws Exception {
            assertThat(library.titleLater(7).get(30, TimeUnit.SECONDS)).isEqualTo("title of 7");
            assertThat(library.titleLater(7).get(30, TimeUnit.SECONDS)).isEqualTo("title of 7");

            assertThat(library.asked()).isEqualTo(1);
        }

        @Test
        void ten_threads_ask_a_synchronized_method_with_a_future_once() throws Exception {
            var titles = Threads.ten(number -> library.titleOnceLater(7));

            for (var title : titles) {
                assertThat(title.get(30, TimeUnit.SECONDS)).isEqualTo("title of 7");
            }
            assertThat(library.asked()).isEqualTo(1);
        }
    }

    @Nested
    @ExtendWith(SharedCluster.class)
    class ByJCache extends Annotations {
        ByJCache(LocalCluster cluster) {
            super(Application.of(() -> {
                var connection = Connection.to(cluster);
                var manager = Caching.getCachingProvider()
                        .getCacheManager(
                                connection.uri(), AnnotationsIT.class.getClassLoader(), connection.properties());
                if (manager.getCache(Library.BOOKS) == null) {
                    manager.createCache(Library.BOOKS, new MutableConfiguration<>());
                }
                return new JCacheCacheManager(manager);
            }));
        }
    }
}
