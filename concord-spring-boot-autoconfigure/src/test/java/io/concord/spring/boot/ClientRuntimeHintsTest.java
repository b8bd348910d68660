package io.concord.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.jcache.ConcordCachingProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.support.NullValue;
import org.springframework.context.annotation.ImportRuntimeHints;

class ClientRuntimeHintsTest {
    private final RuntimeHints hints = new RuntimeHints();

    @BeforeEach
    void register() {
        new ClientRuntimeHints().registerHints(hints, getClass().getClassLoader());
    }

    @Test
    void the_provider_can_be_made_by_its_name() {
        assertThat(RuntimeHintsPredicates.reflection()
                        .onType(ConcordCachingProvider.class)
                        .withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS))
                .accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/services/javax.cache.spi.CachingProvider",
                "META-INF/services/io.concord.jcache.api.ValueFormatProvider",
                "concord.properties"
            })
    void what_the_client_reads_from_the_class_path_is_there(String resource) {
        assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints);
    }

    @ParameterizedTest
    @ValueSource(classes = {SimpleKey.class, NullValue.class})
    void what_spring_puts_into_caches_by_itself_can_be_serialized(Class<?> type) {
        assertThat(hints.reflection().getTypeHint(type))
                .isNotNull()
                .extracting(TypeHint::hasJavaSerialization)
                .isEqualTo(true);
    }

    @Test
    void the_auto_configuration_brings_the_hints() {
        var imported = ConcordConnectionAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class);

        assertThat(imported.value()).containsExactly(ClientRuntimeHints.class);
    }
}
