package io.concord.spring.boot;

import io.concord.jcache.ConcordCachingProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What the client looks up by name, so that a native image has it. */
final class ClientRuntimeHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection().registerType(ConcordCachingProvider.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
        hints.resources()
                .registerPattern("META-INF/services/javax.cache.spi.CachingProvider")
                .registerPattern("META-INF/services/io.concord.jcache.api.ValueFormatProvider")
                .registerPattern("concord.properties");
    }
}
