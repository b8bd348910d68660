package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.api.RefusedException;
import io.concord.jcache.api.UnavailableException;
import io.concord.spring.ConcordCacheManager;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

class FailureAnalyzersTest {
    private static final String PACKAGE = "io.concord.spring.boot.";

    @Test
    void a_cluster_out_of_reach_at_start_is_told_with_its_endpoints_and_what_to_do() {
        Applications.withCaching()
                .withUserConfiguration(AsksAtStart.class)
                .withPropertyValues(
                        "concord.client.endpoints=concord+http://127.0.0.1:1/", "concord.client.timeout-millis=200")
                .run(context -> {
                    var analysis = analysis(context.getStartupFailure());

                    assertThat(analysis.getCause()).isInstanceOf(UnavailableException.class);
                    assertThat(analysis.getDescription())
                            .contains("out of reach")
                            .contains("127.0.0.1:1");
                    assertThat(analysis.getAction()).contains("concord.client.endpoints");
                });
    }

    @Test
    void impossible_settings_are_told_all_together() {
        Applications.withCaching()
                .withPropertyValues("concord.client.timeout-millis=0", "concord.client.near-cache=perhaps")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .contains("concord.client.timeout-millis")
                        .contains("concord.client.near-cache"));
    }

    @Test
    void a_token_that_is_not_accepted_is_told_with_the_ways_to_give_another() {
        var analysis = analysis(new IllegalStateException(new RefusedException("unauthorized", "the token is over")));

        assertThat(analysis.getDescription()).contains("(401)").contains("the token is over");
        assertThat(analysis.getAction()).contains("concord.client.token-file");
    }

    @Test
    void a_token_that_may_not_do_this_is_told() {
        var analysis = analysis(new RefusedException("forbidden", "alice may not write books"));

        assertThat(analysis.getDescription()).contains("(403)").contains("alice may not write books");
    }

    @Test
    void another_refusal_is_left_to_others() {
        var analyses = analyzers().map(analyzer -> analyzer.analyze(new RefusedException("storage-full", "no room")));

        assertThat(analyses).hasSize(3).containsOnlyNulls();
    }

    private static FailureAnalysis analysis(@Nullable Throwable failure) {
        var cause = Objects.requireNonNull(failure);
        return analyzers()
                .map(analyzer -> analyzer.analyze(cause))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /** Those of Concord, as Boot finds them. */
    private static Stream<FailureAnalyzer> analyzers() {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        (type, name, failure) -> assertThat(name).doesNotStartWith(PACKAGE))
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith(PACKAGE));
    }

    @Configuration(proxyBeanMethods = false)
    static class AsksAtStart {
        @Bean
        String title(ConcordCacheManager manager) {
            var books = Objects.requireNonNull(manager.getCache("books"));
            return String.valueOf(books.get("alice"));
        }
    }
}
