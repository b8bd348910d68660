package io.concord.core.state;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable, ordered map: a change returns a new map in logarithmic time and shares all but one path with the old
 * one, which stays as it was. So to keep a version is to keep a reference, and any thread may read it.
 */
final class PersistentMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {
    private final @Nullable AvlNode<K, V> root;

    private PersistentMap(@Nullable AvlNode<K, V> root) {
        this.root = root;
    }

    static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(null);
    }

    /** The map of values that ascend by their keys, in linear time. */
    static <K extends Comparable<? super K>, V> PersistentMap<K, V> ofAscending(List<V> values, Function<V, K> key) {
        return new PersistentMap<>(AvlNode.ofAscending(values, key));
    }

    @Nullable V get(K key) {
        return AvlNode.find(root, key);
    }

    PersistentMap<K, V> put(K key, V value) {
        return new PersistentMap<>(AvlNode.put(root, key, value));
    }

    PersistentMap<K, V> remove(K key) {
        return get(key) == null ? this : new PersistentMap<>(AvlNode.remove(root, key));
    }

    /**
     * This map without keys that ascend strictly, whether they are in it or not: m of n take m log(n/m + 1) steps, which
     * is linear where it is most of them.
     */
    PersistentMap<K, V> removeAll(List<K> ascending) {
        return ascending.isEmpty() ? this : new PersistentMap<>(AvlNode.removeAll(root, ascending));
    }

    /** The part before the first key of which the test does not hold; the test holds of none after it. Logarithmic. */
    PersistentMap<K, V> takeWhile(Predicate<K> test) {
        return new PersistentMap<>(AvlNode.takeWhile(root, test));
    }

    /** The part that {@link #takeWhile} leaves. Logarithmic. */
    PersistentMap<K, V> dropWhile(Predicate<K> test) {
        return new PersistentMap<>(AvlNode.dropWhile(root, test));
    }

    /** This map followed by another one, whose keys are all greater. Logarithmic. */
    PersistentMap<K, V> followedBy(PersistentMap<K, V> greater) {
        return new PersistentMap<>(AvlNode.join(root, greater.root));
    }

    int size() {
        return AvlNode.size(root);
    }

    boolean isEmpty() {
        return root == null;
    }

    /** For tests, which look at its structure. */
    @Nullable AvlNode<K, V> root() {
        return root;
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
}
