package io.concord.spring.boot;

import io.concord.jcache.ConcordCachingProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.support.NullValue;

/**
 * What the client looks up by name, so that a native image has it, and what Spring's caches serialize by themselves: keys of
 * several parameters, and null.
 */
final class ClientRuntimeHints implements RuntimeHintsRegistrar {
    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.reflection()
                .registerType(ConcordCachingProvider.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)
                .registerJavaSerialization(SimpleKey.class)
                .registerJavaSerialization(NullValue.class);
        hints.resources()
                .registerPattern("META-INF/services/javax.cache.spi.CachingProvider")
                .registerPattern("META-INF/services/io.concord.jcache.api.ValueFormatProvider")
                .registerPattern("concord.properties");
    }
}
