package io.concord.jcache;

import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;

/**
 * The configuration of an open cache: a copy of what it was created with, and what was switched and registered since. A caller
 * gets copies.
 */
final class LiveConfiguration<K, V> {
    private final MutableConfiguration<K, V> current;

    LiveConfiguration(Configuration<K, V> given) {
        current = complete(given);
        if (!current.isStoreByValue()) {
            throw new UnsupportedOperationException(
                    "the entries of a cluster are stored by value; setStoreByValue(false) is not supported");
        }
    }

    private static <K, V> MutableConfiguration<K, V> complete(Configuration<K, V> given) {
        if (given instanceof CompleteConfiguration<K, V> complete) {
            return new MutableConfiguration<>(complete);
        }
        return new MutableConfiguration<K, V>()
                .setTypes(given.getKeyType(), given.getValueType())
                .setStoreByValue(given.isStoreByValue());
    }

    synchronized MutableConfiguration<K, V> copy() {
        return new MutableConfiguration<>(current);
    }

    Class<K> keyType() {
        return current.getKeyType();
    }

    Class<V> valueType() {
        return current.getValueType();
    }

    synchronized void enableStatistics(boolean on) {
        current.setStatisticsEnabled(on);
    }

    synchronized void enableManagement(boolean on) {
        current.setManagementEnabled(on);
    }

    /** Adds a listener's configuration, which may stand in it once. */
    synchronized void add(CacheEntryListenerConfiguration<K, V> listener) {
        current.addCacheEntryListenerConfiguration(listener);
    }

    synchronized void remove(CacheEntryListenerConfiguration<K, V> listener) {
        current.removeCacheEntryListenerConfiguration(listener);
    }
}
