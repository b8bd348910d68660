package io.concord.jcache.codec;

import io.concord.core.model.Key;
import io.concord.core.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Base64;
import javax.cache.CacheException;

/** Temporary. */
@SuppressWarnings({"unchecked", "BanSerializableRead"})
public final class Codecs {
    private Codecs() {}

    public static <K> KeyCodec<K> keys(Class<K> type, ClassLoader loader, SerialSettings settings) {
        return new KeyCodec<>() {
            @Override
            public Key encode(K key) {
                return new Key(Base64.getEncoder().encodeToString(bytes(key)));
            }

            @Override
            public K decode(Key key) {
                return (K) object(Base64.getDecoder().decode(key.text()));
            }
        };
    }

    public static <V> ValueCodec<V> values(Class<V> type, ClassLoader loader, SerialSettings settings) {
        return new ValueCodec<>() {
            @Override
            public Value encode(V value) {
                return Value.of(bytes(value), "x");
            }

            @Override
            public V decode(Value value) {
                return (V) object(value.toByteArray());
            }
        };
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

    private static Object object(byte[] bytes) {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new CacheException(e);
        }
    }
}
