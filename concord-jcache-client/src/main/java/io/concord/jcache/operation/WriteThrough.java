package io.concord.jcache.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a cache that writes through, if it does (JSR-107 §10.2): called before the store is changed, and for each
 * attempt where the change is conditional: more than once only if somebody outside of the {@link KeyLanes} of this JVM has changed the
 * entry in between. What it throws becomes a {@link CacheWriterException}.
 */
public record WriteThrough<K, V>(@Nullable CacheWriter<? super K, ? super V> writer, KeyLanes lanes) {

    /**
     * What a writer did with many keys.
     *
     * @param done the keys that it took
     * @param failure why it did not take the others
     */
    record Result<K>(Set<K> done, @Nullable CacheWriterException failure) {}

    boolean isConfigured() {
        return writer != null;
    }

    public void write(K key, V value) {
        if (writer != null) {
            var target = writer;
            guarded(() -> target.write(new WrittenEntry<>(key, value)));
        }
    }

    public void delete(K key) {
        if (writer != null) {
            var target = writer;
            guarded(() -> target.delete(key));
        }
    }

    Result<K> writeAll(Map<? extends K, ? extends V> entries) {
        var left = new ArrayList<Cache.Entry<? extends K, ? extends V>>();
        entries.forEach((key, value) -> left.add(new WrittenEntry<>(key, value)));
        var failure = failureOf(left.isEmpty() || writer == null ? () -> {} : () -> writeAll(left));
        var done = new HashSet<K>(entries.keySet());
        if (failure != null) {
            left.forEach(entry -> done.remove(entry.getKey()));
        }
        return new Result<>(done, failure);
    }

    Result<K> deleteAll(Set<? extends K> keys) {
        var left = new HashSet<K>(keys);
        var target = writer;
        var failure = failureOf(keys.isEmpty() || target == null ? () -> {} : () -> target.deleteAll(left));
        var done = new HashSet<K>(keys);
        if (failure != null) {
            done.removeAll(left);
        }
        return new Result<>(done, failure);
    }

    // Justification: the interface names its collection's elements by wildcards of the writer's own types.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void writeAll(List<? extends Cache.Entry<? extends K, ? extends V>> entries) {
        if (writer != null) {
            ((CacheWriter) writer).writeAll((Collection) entries);
        }
    }

    private void guarded(Runnable call) {
        var failure = failureOf(call);
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable CacheWriterException failureOf(Runnable call) {
        try {
            lanes.busy(() -> {
                call.run();
                return lanes;
            });
            return null;
        } catch (CacheWriterException e) {
            return e;
        } catch (RuntimeException e) {
            return new CacheWriterException("the writer failed", e);
        }
    }

    private record WrittenEntry<K, V>(K key, V value) implements Cache.Entry<K, V> {
        @Override
        public K getKey() {
            return key;
        }

        @Override
        public V getValue() {
            return value;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return type.cast(this);
        }
    }
}
