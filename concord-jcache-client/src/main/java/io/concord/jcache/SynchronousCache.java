package io.concord.jcache;

import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.jcache.operation.Call;
import io.concord.jcache.operation.CallerThread;
import io.concord.jcache.operation.Conditions;
import io.concord.jcache.operation.EntryStore;
import io.concord.jcache.operation.Reads;
import io.concord.jcache.operation.Removals;
import io.concord.jcache.operation.Writes;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * The entry operations of JSR-107, each a wait for its asynchronous twin; all of the application's code that an operation
 * calls runs on the thread that waits.
 */
// Justification: the interface, older than @Nullable, has null for an entry that does not exist.
@SuppressWarnings("NullAway")
abstract class SynchronousCache<K, V> implements Cache<K, V> {
    private final OpenCache<K, V> open;

    SynchronousCache(OpenCache<K, V> open) {
        this.open = open;
    }

    /** Begins an operation on this thread and waits for it. */
    final <R> R await(Function<Call<K, V>, CompletionStage<R>> operation) {
        open.lifetime().requireOpen();
        var caller = new CallerThread(open.steps());
        return caller.await(operation.apply(new Call<>(open.wiring(), caller)));
    }

    private Arguments<K, V> require() {
        open.lifetime().requireOpen();
        return open.arguments();
    }

    @Override
    public V get(K key) {
        require().key(key);
        return await(call -> new Reads<>(call).get(key)).value();
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        require().keys(keys);
        return await(call -> new Reads<>(call).getAll(keys));
    }

    @Override
    public boolean containsKey(K key) {
        require().key(key);
        return await(call -> new Reads<>(call).containsKey(key));
    }

    @Override
    public void loadAll(
            Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener completionListener) {
        require().keys(keys);
        open.loader().loadAll(keys, replaceExistingValues, completionListener);
    }

    @Override
    public void put(K key, V value) {
        require().entry(key, value);
        await(call -> new Writes<>(call).put(key, value));
    }

    @Override
    public V getAndPut(K key, V value) {
        require().entry(key, value);
        return await(call -> new Writes<>(call).getAndPut(key, value)).value();
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        require().entries(entries);
        await(call -> new Writes<>(call).putAll(entries));
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        require().entry(key, value);
        return await(call -> new Conditions<>(call).putIfAbsent(key, value));
    }

    @Override
    public boolean remove(K key) {
        require().key(key);
        return await(call -> new Removals<>(call).remove(key));
    }

    @Override
    public boolean remove(K key, V oldValue) {
        require().entry(key, oldValue);
        return await(call -> new Removals<>(call).remove(key, oldValue));
    }

    @Override
    public V getAndRemove(K key) {
        require().key(key);
        return await(call -> new Removals<>(call).getAndRemove(key)).value();
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        require().entry(key, oldValue);
        open.arguments().value(newValue);
        return await(call -> new Conditions<>(call).replace(key, oldValue, newValue));
    }

    @Override
    public boolean replace(K key, V value) {
        require().entry(key, value);
        return await(call -> new Conditions<>(call).replace(key, value));
    }

    @Override
    public V getAndReplace(K key, V value) {
        require().entry(key, value);
        return await(call -> new Conditions<>(call).getAndReplace(key, value)).value();
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        require().keys(keys);
        await(call -> new Removals<>(call).removeAll(keys));
    }

    @Override
    public void removeAll() {
        await(call -> new Removals<>(call).removeAll(KeyRange.ALL));
    }

    @Override
    public void clear() {
        await(call -> new Removals<>(call).clear());
    }

    @Override
    public <T> T invoke(K key, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        require().key(key);
        Objects.requireNonNull(entryProcessor, "entryProcessor");
        return await(call -> open.invocations().invoke(call, key, entryProcessor, arguments))
                .value();
    }

    /** All processors at once, so that their reads and writes share requests; each with its own result or failure. */
    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> entryProcessor, Object... arguments) {
        require().keys(keys);
        Objects.requireNonNull(entryProcessor, "entryProcessor");
        return await(call -> open.invocations().invokeAll(call, keys, entryProcessor, arguments));
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        open.lifetime().requireOpen();
        return new CacheIterator<>(new CacheIterator.Source<>() {
            @Override
            public EntryStore.Page<K, V> page(@Nullable Key after) {
                return await(call -> call.access().page(KeyRange.ALL, after));
            }

            @Override
            public void accessed(EntryStore.KeyedState<K, V> entry) {
                await(call -> new Reads<>(call).iterated(entry));
            }

            @Override
            public void remove(K key) {
                SynchronousCache.this.remove(key);
            }
        });
    }
}
