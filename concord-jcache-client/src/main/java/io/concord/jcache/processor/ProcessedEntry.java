package io.concord.jcache.processor;

import io.concord.jcache.operation.EntryState;
import io.concord.jcache.operation.ReadThrough;
import java.util.Objects;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** The entry that a processor sees and changes; nothing is stored before it has returned, and then only the net effect. */
final class ProcessedEntry<K, V> implements MutableEntry<K, V> {
    /** What the processor has made of the entry, all in all. */
    enum Effect {
        NONE,
        READ,
        LOADED,
        SET,
        REMOVED
    }

    private final K key;
    private final EntryState<V> before;
    private final ReadThrough<K, V> loader;
    private @Nullable V value;
    private Effect effect = Effect.NONE;
    private boolean mayLoad;

    ProcessedEntry(K key, EntryState<V> before, ReadThrough<K, V> loader) {
        this.key = key;
        this.before = before;
        this.loader = loader;
        this.value = before.value();
        this.mayLoad = loader.onMiss() && !before.isPresent();
    }

    Effect effect() {
        return effect;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public boolean exists() {
        return value != null;
    }

    // Justification: the interface, older than @Nullable, has null for an entry that does not exist.
    @SuppressWarnings("NullAway")
    @Override
    public V getValue() {
        if (mayLoad) {
            mayLoad = false;
            value = loader.load(key);
            effect = value == null ? Effect.NONE : Effect.LOADED;
        } else if (effect == Effect.NONE && value != null) {
            effect = Effect.READ;
        }
        return value;
    }

    @Override
    public void setValue(V newValue) {
        value = Objects.requireNonNull(newValue, "value");
        effect = Effect.SET;
        mayLoad = false;
    }

    /** An entry that the processor itself has brought is none again; another one, even a missing one, is removed. */
    @Override
    public void remove() {
        var own = !before.isPresent() && (effect == Effect.SET || effect == Effect.LOADED);
        value = null;
        effect = own ? Effect.NONE : Effect.REMOVED;
        mayLoad = false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an entry in a processor is no " + type.getName());
    }
}
