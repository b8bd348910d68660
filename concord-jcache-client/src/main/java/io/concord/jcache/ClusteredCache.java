package io.concord.jcache;

import io.concord.core.model.KeyRange;
import io.concord.core.model.Tags;
import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.VersionedValue;
import io.concord.jcache.operation.Call;
import io.concord.jcache.operation.Caller;
import io.concord.jcache.operation.Conditions;
import io.concord.jcache.operation.EntryState;
import io.concord.jcache.operation.Reads;
import io.concord.jcache.operation.Removals;
import io.concord.jcache.operation.Writes;
import io.concord.jcache.processor.Invocations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.processor.EntryProcessor;

/** A cache whose entries are those of a namespace in the cluster. */
final class ClusteredCache<K, V> extends SynchronousCache<K, V> implements ConcordCache<K, V> {
    private final ConcordCacheManager manager;
    private final OpenCache<K, V> open;

    ClusteredCache(ConcordCacheManager manager, OpenCache<K, V> open) {
        super(open);
        this.manager = manager;
        this.open = open;
    }

    OpenCache<K, V> open() {
        return open;
    }

    /** A call whose steps run on the cache's own threads. */
    private Call<K, V> background() {
        return new Call<>(open.wiring(), Caller.of(open.steps()));
    }

    private Arguments<K, V> require() {
        open.lifetime().requireOpen();
        return open.arguments();
    }

    @Override
    public String getName() {
        return open.name();
    }

    @Override
    public CacheManager getCacheManager() {
        return manager;
    }

    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        var copy = open.configuration().copy();
        if (type.isInstance(copy)) {
            return type.cast(copy);
        }
        throw new IllegalArgumentException("the configuration of a cache is no " + type.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isInstance(open.beans().statistics())) {
            return type.cast(open.beans().statistics());
        }
        throw new IllegalArgumentException("a Concord cache is no " + type.getName());
    }

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        open.lifetime().requireOpen();
        open.configuration().add(Objects.requireNonNull(configuration, "configuration"));
        try {
            open.listeners().register(configuration);
        } catch (RuntimeException e) {
            open.configuration().remove(configuration);
            throw e;
        }
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        open.lifetime().requireOpen();
        open.configuration().remove(Objects.requireNonNull(configuration, "configuration"));
        open.listeners().deregister(configuration);
    }

    @Override
    public void close() {
        manager.forget(this);
        open.lifetime().close();
    }

    @Override
    public boolean isClosed() {
        return open.lifetime().isClosed();
    }

    @Override
    public Optional<VersionedValue<V>> getVersioned(K key) {
        require().key(key);
        return versioned(await(call -> new Reads<>(call).getStored(key)));
    }

    @Override
    public boolean compareAndSet(K key, long expectedRevision, V newValue) {
        require().entry(key, newValue);
        return await(call -> new Conditions<>(call).compareAndSet(key, expectedRevision, newValue));
    }

    @Override
    public void putTagged(K key, V value, Set<String> tags) {
        require().entry(key, value);
        await(call -> new Writes<>(call).put(key, value, Tags.of(tags)));
    }

    @Override
    public boolean putIfAbsentTagged(K key, V value, Set<String> tags) {
        require().entry(key, value);
        return await(call -> new Conditions<>(call).putIfAbsent(key, value, Tags.of(tags)));
    }

    @Override
    public CompletionStage<Optional<VersionedValue<V>>> getVersionedAsync(K key) {
        require().key(key);
        return new Reads<>(background()).getStored(key).thenApply(ClusteredCache::versioned);
    }

    @Override
    public CompletionStage<Boolean> compareAndSetAsync(K key, long expectedRevision, V newValue) {
        require().entry(key, newValue);
        return new Conditions<>(background()).compareAndSet(key, expectedRevision, newValue);
    }

    @Override
    public CompletionStage<V> getAsync(K key) {
        require().key(key);
        return new Reads<>(background()).get(key).thenApply(EntryState::value);
    }

    @Override
    public CompletionStage<Map<K, V>> getAllAsync(Set<? extends K> keys) {
        require().keys(keys);
        return new Reads<>(background()).getAll(keys);
    }

    @Override
    public CompletionStage<Boolean> containsKeyAsync(K key) {
        require().key(key);
        return new Reads<>(background()).containsKey(key);
    }

    @Override
    public CompletionStage<Void> putAsync(K key, V value) {
        require().entry(key, value);
        return new Writes<>(background()).put(key, value).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> putTaggedAsync(K key, V value, Set<String> tags) {
        require().entry(key, value);
        return new Writes<>(background()).put(key, value, Tags.of(tags)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> putAllAsync(Map<? extends K, ? extends V> entries) {
        require().entries(entries);
        return new Writes<>(background()).putAll(Map.copyOf(entries)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<V> getAndPutAsync(K key, V value) {
        require().entry(key, value);
        return new Writes<>(background()).getAndPut(key, value).thenApply(EntryState::value);
    }

    @Override
    public CompletionStage<Boolean> putIfAbsentAsync(K key, V value) {
        require().entry(key, value);
        return new Conditions<>(background()).putIfAbsent(key, value);
    }

    @Override
    public CompletionStage<Boolean> putIfAbsentTaggedAsync(K key, V value, Set<String> tags) {
        require().entry(key, value);
        return new Conditions<>(background()).putIfAbsent(key, value, Tags.of(tags));
    }

    @Override
    public CompletionStage<Boolean> replaceAsync(K key, V value) {
        require().entry(key, value);
        return new Conditions<>(background()).replace(key, value);
    }

    @Override
    public CompletionStage<Boolean> replaceAsync(K key, V oldValue, V newValue) {
        require().entry(key, oldValue);
        open.arguments().value(newValue);
        return new Conditions<>(background()).replace(key, oldValue, newValue);
    }

    @Override
    public CompletionStage<V> getAndReplaceAsync(K key, V value) {
        require().entry(key, value);
        return new Conditions<>(background()).getAndReplace(key, value).thenApply(EntryState::value);
    }

    @Override
    public CompletionStage<Boolean> removeAsync(K key) {
        require().key(key);
        return new Removals<>(background()).remove(key);
    }

    @Override
    public CompletionStage<Boolean> removeAsync(K key, V oldValue) {
        require().entry(key, oldValue);
        return new Removals<>(background()).remove(key, oldValue);
    }

    @Override
    public CompletionStage<V> getAndRemoveAsync(K key) {
        require().key(key);
        return new Removals<>(background()).getAndRemove(key).thenApply(EntryState::value);
    }

    @Override
    public CompletionStage<Void> removeAllAsync(Set<? extends K> keys) {
        require().keys(keys);
        return new Removals<>(background()).removeAll(Set.copyOf(keys)).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Long> removeAllAsync() {
        open.lifetime().requireOpen();
        return new Removals<>(background()).removeAll(KeyRange.ALL);
    }

    @Override
    public CompletionStage<Long> removeAllBeginningAsync(List<?> elements) {
        open.lifetime().requireOpen();
        return new Removals<>(background()).removeAllBeginning(List.copyOf(elements));
    }

    @Override
    public <T> CompletionStage<T> invokeAsync(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        require().key(key);
        Objects.requireNonNull(processor, "processor");
        return open.invocations()
                .invoke(background(), key, processor, arguments)
                .thenApply(Invocations.Returned::value);
    }

    private static <V> Optional<VersionedValue<V>> versioned(EntryState<V> state) {
        return Optional.ofNullable(state.value())
                .map(value -> new VersionedValue<>(value, state.version(), state.revision()));
    }

    @Override
    public String toString() {
        return "cache '" + open.name() + "' of " + manager.getURI();
    }
}
