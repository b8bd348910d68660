package io.concord.core.state;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A walk through a tree in ascending order, which keeps one path in memory. */
final class AscendingIterator<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
    private final ArrayDeque<AvlNode<K, V>> ahead = new ArrayDeque<>();

    private AscendingIterator() {}

    /** Begins at the first key. */
    static <K extends Comparable<? super K>, V> AscendingIterator<K, V> all(@Nullable AvlNode<K, V> root) {
        var iterator = new AscendingIterator<K, V>();
        iterator.descend(root);
        return iterator;
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty();
    }

    @Override
    public Map.Entry<K, V> next() {
        var node = ahead.poll();
        if (node == null) {
            throw new NoSuchElementException();
        }
        descend(node.right);
        return node.toEntry();
    }

    private void descend(@Nullable AvlNode<K, V> root) {
        for (var node = root; node != null; node = node.left) {
            ahead.push(node);
        }
    }
}
