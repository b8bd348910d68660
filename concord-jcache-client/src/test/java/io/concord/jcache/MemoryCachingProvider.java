package io.concord.jcache;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Value;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.ValueCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;

/** The provider over one store in memory for the whole JVM. */
public final class MemoryCachingProvider extends ConcordCachingProvider {
    private static final MemoryStore STORE = new MemoryStore(System::currentTimeMillis);

    public MemoryCachingProvider() {
        super((key, properties) -> environment(STORE));
    }

    static ManagerEnvironment environment(MemoryStore store) {
        return new ManagerEnvironment(store.connect(), Duration.ofSeconds(5), false, new Codings(), new NoListeners());
    }

    private static final class NoListeners implements ManagerEnvironment.ListenerMaker {
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

    private static final class Codings implements ManagerEnvironment.Codings {
        @Override
        public <K> KeyCodec<K> keys(Class<K> type) {
            return new KeyCodec<>() {
                @Override
                public Key encode(K key) {
                    return new Key(Base64.getEncoder().encodeToString(bytes(key)));
                }

                @SuppressWarnings("unchecked")
                @Override
                public K decode(Key key) {
                    return (K) object(Base64.getDecoder().decode(key.text()));
                }
            };
        }

        @Override
        public <V> ValueCodec<V> values(Class<V> type) {
            return new ValueCodec<>() {
                @Override
                public Value encode(V value) {
                    return Value.of(bytes(value), "x");
                }

                @SuppressWarnings("unchecked")
                @Override
                public V decode(Value value) {
                    return (V) object(value.toByteArray());
                }
            };
        }
    }

    private static byte[] bytes(Object object) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new CacheException(e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("BanSerializableRead")
    private static Object object(byte[] bytes) {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new CacheException(e);
        }
    }
}
