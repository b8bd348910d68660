package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.spring.CacheSettings;
import io.concord.spring.ConcordCacheManager;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class CustomizersTest {
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
