package io.concord.jcache;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the arguments of a cache's methods must be: not null, and of the configured types, which a raw reference may evade.
 */
record Arguments<K, V>(Class<K> keyType, Class<V> valueType) {

    void key(K key) {
        require(key, "key", keyType);
    }

    void value(V value) {
        require(value, "value", valueType);
    }

    void entry(K key, V value) {
        key(key);
        value(value);
    }

    void keys(Set<? extends K> keys) {
        Objects.requireNonNull(keys, "keys");
        keys.forEach(this::key);
    }

    void entries(Map<? extends K, ? extends V> entries) {
        Objects.requireNonNull(entries, "entries");
        entries.forEach(this::entry);
    }

    private static void require(Object argument, String what, Class<?> type) {
        Objects.requireNonNull(argument, what);
        if (!type.isInstance(argument)) {
            throw new ClassCastException("the " + what + " is a "
                    + argument.getClass().getName() + "; the cache is configured for " + type.getName());
        }
    }
}
