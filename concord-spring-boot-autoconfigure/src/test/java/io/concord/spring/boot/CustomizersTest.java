package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.spring.CacheSettings;
import io.concord.spring.ConcordCacheManager;
import io.concord.spring.ConcordCacheManagerBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class CustomizersTest {
    /** Nobody listens at port 1, so that a read ends soon, and finds nothing. */
    private static final String[] OUTAGE_AS_MISS = {
        "concord.client.endpoints=concord+http://127.0.0.1:1/",
        "concord.client.timeout-millis=200",
        "concord.cache.defaults.on-unavailable=miss"
    };

    @Test
    void customizers_come_after_the_properties_and_in_their_order() {
        Applications.withCaching()
                .withUserConfiguration(TwoOrders.class)
                .withPropertyValues("concord.cache.caches.books.time-to-live=1h")
                .run(context -> assertThat(Objects.requireNonNull(context.getBean(ConcordCacheManager.class)
                                        .getConcordCache("books"))
                                .getSettings()
                                .timeToLive())
                        .contains(Duration.ofMinutes(2)));
    }

    @Test
    void what_depends_on_a_read_does_not_run_in_the_applications_pool() {
        Applications.withCaching()
                .withBean("applicationTaskExecutor", CountingExecutor.class)
                .withPropertyValues(OUTAGE_AS_MISS)
                .run(context -> {
                    retrieve(context);

                    assertThat(context.getBean(CountingExecutor.class).tasks).hasValue(0);
                });
    }

    @Test
    void a_customizer_may_give_an_executor() {
        Applications.withCaching()
                .withBean(CountingExecutor.class)
                .withBean(ByExecutor.class)
                .withPropertyValues(OUTAGE_AS_MISS)
                .run(context -> {
                    retrieve(context);

                    assertThat(context.getBean(CountingExecutor.class).tasks).hasPositiveValue();
                });
    }

    private static void retrieve(AssertableApplicationContext context) throws Exception {
        var books = Objects.requireNonNull(
                context.getBean(ConcordCacheManager.class).getConcordCache("books"));
        books.retrieve("alice").get(10, TimeUnit.SECONDS);
    }

    static final class CountingExecutor implements Executor {
        private final AtomicInteger tasks = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            tasks.incrementAndGet();
            task.run();
        }
    }

    record ByExecutor(CountingExecutor executor) implements ConcordCacheManagerBuilderCustomizer {
        @Override
        public void customize(ConcordCacheManagerBuilder builder) {
            builder.executor(executor);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoOrders {
        @Bean
        @Order(2)
        ConcordCacheManagerBuilderCustomizer last() {
            return booksLive(Duration.ofMinutes(2));
        }

        @Bean
        @Order(1)
        ConcordCacheManagerBuilderCustomizer first() {
            return booksLive(Duration.ofMinutes(1));
        }

        private static ConcordCacheManagerBuilderCustomizer booksLive(Duration time) {
            return builder -> builder.withCache("books", CacheSettings.DEFAULTS.withTimeToLive(time));
        }
    }
}
