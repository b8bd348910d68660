package io.concord.jcache;

import io.concord.core.model.Key;
import io.concord.jcache.operation.EntryStore;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a cache page by page, in the order of the keys' stored form. Weakly consistent: each page is of one moment, the
 * next of a later one. Not for use by several threads.
 */
final class CacheIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
    /** What the iterator needs of its cache. */
    interface Source<K, V> {
        EntryStore.Page<K, V> page(@Nullable Key after);

        /** The entry is handed out: it has been read. */
        void accessed(EntryStore.KeyedState<K, V> entry);

        void remove(K key);
    }

    private final Source<K, V> source;
    private final Queue<EntryStore.KeyedState<K, V>> page = new ArrayDeque<>();
    private @Nullable Key lastOfPage;
    private boolean more = true;
    private @Nullable K removable;

    CacheIterator(Source<K, V> source) {
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        while (page.isEmpty() && more) {
            var next = source.page(lastOfPage);
            next.entries().stream().filter(entry -> entry.state().isPresent()).forEach(page::add);
            lastOfPage = next.last();
            more = next.more();
        }
        return !page.isEmpty();
    }

    @Override
    public Cache.Entry<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the iterator has no more entries");
        }
        var entry = page.remove();
        source.accessed(entry);
        removable = entry.key();
        return new IteratedEntry<>(entry.key(), entry.state().value());
    }

    /** Removes the entry that was handed out last, whatever value it has by now. */
    @Override
    public void remove() {
        if (removable == null) {
            throw new IllegalStateException("remove() follows next(), once");
        }
        source.remove(removable);
        removable = null;
    }

    private record IteratedEntry<K, V>(K key, @Nullable V value) implements Cache.Entry<K, V> {
        @Override
        public K getKey() {
            return key;
        }

        // Justification: only entries that are present are handed out.
        @SuppressWarnings("NullAway")
        @Override
        public V getValue() {
            return value;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            if (type.isInstance(this)) {
                return type.cast(this);
            }
            throw new IllegalArgumentException("an entry of an iterator is no " + type.getName());
        }
    }
}
