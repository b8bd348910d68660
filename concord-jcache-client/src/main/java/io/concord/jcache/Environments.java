package io.concord.jcache;

import io.concord.core.model.Namespace;
import io.concord.jcache.codec.Codecs;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.SerialSettings;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.settings.ClientSettings;
import io.concord.jcache.settings.ValueSettings;
import io.concord.jcache.transport.HttpStoreConnection;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;

/** What managers work with outside of tests: a connection over HTTP, by the settings of the application. */
final class Environments {
    private Environments() {}

    /** @throws IllegalArgumentException if the address or a setting is not possible */
    static ManagerEnvironment of(ManagerKey key, Properties properties) {
        var settings = ClientSettings.read(key.uri(), properties, key.classLoader());
        var codings = new SerialCodings(key.classLoader(), serialSettings(settings.values()));
        return new ManagerEnvironment(
                HttpStoreConnection.open(settings),
                settings.transport().timeout(),
                settings.values().undecodableIsMiss(),
                codings,
                new NoListeners());
    }

    /** @throws IllegalArgumentException if the filter is not one */
    private static SerialSettings serialSettings(ValueSettings values) {
        return SerialSettings.defaults()
                .withFilter(values.serialFilter())
                .withValueFormatProvider(values.valueFormatProvider());
    }

    private record SerialCodings(ClassLoader loader, SerialSettings settings) implements ManagerEnvironment.Codings {
        @Override
        public <K> KeyCodec<K> keys(Class<K> type) {
            return Codecs.keys(type, loader, settings);
        }

        @Override
        public <V> ValueCodec<V> values(Class<V> type) {
            return Codecs.values(type, loader, settings);
        }
    }

    static final class NoListeners implements ManagerEnvironment.ListenerMaker {
        @Override
        public <K, V> Listeners<K, V> make(
                Supplier<Cache<K, V>> source, Namespace namespace, KeyCodec<K> keys, ValueCodec<V> values) {
            return new Listeners<>() {
                @Override
                public void register(CacheEntryListenerConfiguration<K, V> configuration) {}

                @Override
                public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {}

                @Override
                public CompletionStage<Void> delivered(long revision) {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void close() {}
            };
        }
    }
}
