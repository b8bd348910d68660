package io.concord.core.state;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable, ordered map: a change returns a new map in logarithmic time and shares all but one path with the old
 * one, which stays as it was. So to keep a version is to keep a reference, and any thread may read it.
 */
final class PersistentMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {
    private final @Nullable AvlNode<K, V> root;
    private final int size;

    private PersistentMap(@Nullable AvlNode<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null, 0);
    }

    @Nullable V get(K key) {
        return AvlNode.find(root, key);
    }

    PersistentMap<K, V> put(K key, V value) {
        int grownSize = get(key) == null ? size + 1 : size;
        return new PersistentMap<>(AvlNode.put(root, key, value), grownSize);
    }

    PersistentMap<K, V> remove(K key) {
        return get(key) == null ? this : new PersistentMap<>(AvlNode.remove(root, key), size - 1);
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The nodes on the longest path, at most 1.44 log2(size + 2). */
    int height() {
        return AvlNode.height(root);
    }

    /** Iterates in ascending order. */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return AscendingIterator.all(root);
    }

    /** Iterates in ascending order, beginning at the first key that is not less than this one. */
    Iterator<Map.Entry<K, V>> iteratorFrom(K first) {
        return AscendingIterator.from(root, first);
    }
}
