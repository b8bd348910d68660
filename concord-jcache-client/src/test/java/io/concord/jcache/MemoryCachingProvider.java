package io.concord.jcache;

import io.concord.jcache.codec.Codecs;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.SerialSettings;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.settings.NearSettings;
import io.concord.jcache.transport.StoreConnection;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The provider over one store in memory for the whole JVM. */
public final class MemoryCachingProvider extends ConcordCachingProvider {
    private static final MemoryStore STORE = new MemoryStore(System::currentTimeMillis);

    public MemoryCachingProvider() {
        super((key, properties) -> environment(STORE));
    }

    /** With something between its caches and the store. */
    public MemoryCachingProvider(UnaryOperator<StoreConnection> between) {
        super((key, properties) -> environment(between.apply(STORE.connect()), NearSettings.STANDARD));
    }

    static ManagerEnvironment environment(MemoryStore store) {
        return environment(store, NearSettings.STANDARD);
    }

    static ManagerEnvironment environment(MemoryStore store, NearSettings near) {
        return environment(store.connect(), near);
    }

    private static ManagerEnvironment environment(StoreConnection connection, NearSettings near) {
        return environment(connection, near, Duration.ofSeconds(5));
    }

    static ManagerEnvironment environment(StoreConnection connection, NearSettings near, Duration patience) {
        return new ManagerEnvironment(connection, patience, false, new Codings(), near);
    }

    private static final class Codings implements ManagerEnvironment.Codings {
        private static final SerialSettings SETTINGS = SerialSettings.defaults().withFilter("domain.*");
        private static final ClassLoader LOADER = MemoryCachingProvider.class.getClassLoader();

        @Override
        public <K> KeyCodec<K> keys(Class<K> type) {
            return Codecs.keys(type, LOADER, SETTINGS);
        }

        @Override
        public <V> ValueCodec<V> values(Class<V> type) {
            return Codecs.values(type, LOADER, SETTINGS);
        }
    }
}
