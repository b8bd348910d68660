package io.concord.jcache;

import io.concord.jcache.codec.Codecs;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.SerialSettings;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.settings.ClientSettings;
import io.concord.jcache.settings.ValueSettings;
import io.concord.jcache.transport.HttpStoreConnection;
import java.util.Properties;

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
                settings.near());
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
}
