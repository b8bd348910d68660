package io.concord.jcache.codec;

import io.concord.jcache.api.ValueFormat;
import io.concord.jcache.api.ValueFormatProvider;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.cache.CacheException;

/** Asks the providers of formats for one. */
final class ValueFormats {
    private ValueFormats() {}

    static <V> Optional<ValueFormat<V>> of(Class<V> type, ClassLoader loader, SerialSettings settings) {
        var named = settings.valueFormatProvider();
        if (!named.isEmpty()) {
            return named(named, loader).formatOf(type, loader);
        }
        try {
            return ServiceLoader.load(ValueFormatProvider.class, loader).stream()
                    .map(provider -> provider.get().formatOf(type, loader))
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (ServiceConfigurationError e) {
            throw new CacheException("a provider of value formats on the class path cannot be had", e);
        }
    }

    private static ValueFormatProvider named(String name, ClassLoader loader) {
        try {
            return Class.forName(name, true, loader)
                    .asSubclass(ValueFormatProvider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new CacheException(
                    "'" + name + "' is not a " + ValueFormatProvider.class.getName()
                            + " with a public constructor without parameters; set concord.client.value-format-provider to one",
                    e);
        }
    }
}
