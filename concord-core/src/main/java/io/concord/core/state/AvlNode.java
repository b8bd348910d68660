package io.concord.core.state;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node of an immutable AVL tree (Adelson-Velsky and Landis, 1962). An empty tree is null; a change copies the path from
 * the root, at most 1.44 log2(n) nodes, and shares the rest.
 */
final class AvlNode<K extends Comparable<? super K>, V> {
    final K key;
    final V value;
    final @Nullable AvlNode<K, V> left;
    final @Nullable AvlNode<K, V> right;
    private final int height;
    private final int size;

    private AvlNode(K key, V value, @Nullable AvlNode<K, V> left, @Nullable AvlNode<K, V> right) {
        this.key = key;
        this.value = value;
        this.left = left;
        this.right = right;
        this.height = 1 + Math.max(height(left), height(right));
        this.size = 1 + size(left) + size(right);
    }

    static int height(@Nullable AvlNode<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    static int size(@Nullable AvlNode<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    Map.Entry<K, V> toEntry() {
        return new SimpleImmutableEntry<>(key, value);
    }

    static <K extends Comparable<? super K>, V> @Nullable V find(@Nullable AvlNode<K, V> root, K key) {
        var node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    static <K extends Comparable<? super K>, V> AvlNode<K, V> put(@Nullable AvlNode<K, V> node, K key, V value) {
        if (node == null) {
            return new AvlNode<>(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new AvlNode<>(key, value, node.left, node.right);
        }
        return order < 0
                ? node.with(put(node.left, key, value), node.right)
                : node.with(node.left, put(node.right, key, value));
    }

    /** Returns the tree without the key, which it must hold. */
    static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> remove(@Nullable AvlNode<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return join(node.left, node.right);
        }
        return order < 0
                ? node.with(remove(node.left, key), node.right)
                : node.with(node.left, remove(node.right, key));
    }

    /** Returns the tree without keys that ascend strictly (the difference of Blelloch, Ferizovic and Sun, 2016). */
    static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> removeAll(
            @Nullable AvlNode<K, V> node, List<K> ascending) {
        if (node == null || ascending.isEmpty()) {
            return node;
        }
        int middle = ascending.size() / 2;
        K key = ascending.get(middle);
        var lesser = removeAll(takeWhile(node, other -> other.compareTo(key) < 0), ascending.subList(0, middle));
        var greater = removeAll(
                dropWhile(node, other -> other.compareTo(key) <= 0), ascending.subList(middle + 1, ascending.size()));
        return join(lesser, greater);
    }

    /** The tree of values that ascend by their keys. */
    static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> ofAscending(
            List<V> values, Function<V, K> key) {
        if (values.isEmpty()) {
            return null;
        }
        int middle = values.size() / 2;
        var value = values.get(middle);
        return new AvlNode<>(
                key.apply(value),
                value,
                ofAscending(values.subList(0, middle), key),
                ofAscending(values.subList(middle + 1, values.size()), key));
    }

    /** The nodes up to the first one of which the test does not hold, which is one for all that follow it. */
    static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> takeWhile(
            @Nullable AvlNode<K, V> node, Predicate<K> test) {
        if (node == null) {
            return null;
        }
        return test.test(node.key) ? node.between(node.left, takeWhile(node.right, test)) : takeWhile(node.left, test);
    }

    /** What {@link #takeWhile} leaves. */
    static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> dropWhile(
            @Nullable AvlNode<K, V> node, Predicate<K> test) {
        if (node == null) {
            return null;
        }
        return test.test(node.key) ? dropWhile(node.right, test) : node.between(dropWhile(node.left, test), node.right);
    }

    /** Joins two trees, all keys of the left one being less than those of the right one. */
    static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> join(
            @Nullable AvlNode<K, V> left, @Nullable AvlNode<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        var least = right;
        for (var next = right.left; next != null; next = next.left) {
            least = next;
        }
        return least.between(left, withoutLeast(right));
    }

    /** Returns this node between two trees of any heights (Blelloch, Ferizovic and Sun, 2016). */
    private AvlNode<K, V> between(@Nullable AvlNode<K, V> lesser, @Nullable AvlNode<K, V> greater) {
        if (lesser != null && lesser.height > height(greater) + 1) {
            return lesser.with(lesser.left, between(lesser.right, greater));
        }
        if (greater != null && greater.height > height(lesser) + 1) {
            return greater.with(between(lesser, greater.left), greater.right);
        }
        return new AvlNode<>(key, value, lesser, greater);
    }

    private static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> withoutLeast(AvlNode<K, V> node) {
        return node.left == null ? node.right : node.with(withoutLeast(node.left), node.right);
    }

    /** Returns this node over other subtrees, whose heights differ by at most 2, balanced to at most 1. */
    private AvlNode<K, V> with(@Nullable AvlNode<K, V> newLeft, @Nullable AvlNode<K, V> newRight) {
        var node = new AvlNode<>(key, value, newLeft, newRight);
        int tilt = height(newLeft) - height(newRight);
        if (newLeft != null && tilt > 1) {
            return height(newLeft.left) >= height(newLeft.right)
                    ? node.rotatedRight(newLeft)
                    : node.rotatedRight(newLeft.rotatedLeft(orThrow(newLeft.right)));
        }
        if (newRight != null && tilt < -1) {
            return height(newRight.right) >= height(newRight.left)
                    ? node.rotatedLeft(newRight)
                    : node.rotatedLeft(newRight.rotatedRight(orThrow(newRight.left)));
        }
        return node;
    }

    private AvlNode<K, V> rotatedRight(AvlNode<K, V> pivot) {
        var lowered = new AvlNode<>(key, value, pivot.right, right);
        return new AvlNode<>(pivot.key, pivot.value, pivot.left, lowered);
    }

    private AvlNode<K, V> rotatedLeft(AvlNode<K, V> pivot) {
        var lowered = new AvlNode<>(key, value, left, pivot.left);
        return new AvlNode<>(pivot.key, pivot.value, lowered, pivot.right);
    }

    private static <T> T orThrow(@Nullable T node) {
        return Objects.requireNonNull(node, "the higher subtree is not empty");
    }
}
