package io.concord.core.state;

import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import java.util.Objects;
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

    private AvlNode(K key, V value, @Nullable AvlNode<K, V> left, @Nullable AvlNode<K, V> right) {
        this.key = key;
        this.value = value;
        this.left = left;
        this.right = right;
        this.height = 1 + Math.max(height(left), height(right));
    }

    static int height(@Nullable AvlNode<?, ?> node) {
        return node == null ? 0 : node.height;
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

    /** Joins two trees that one node held together: the least of the right one takes its place. */
    private static <K extends Comparable<? super K>, V> @Nullable AvlNode<K, V> join(
            @Nullable AvlNode<K, V> left, @Nullable AvlNode<K, V> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        var least = right;
        for (var next = right.left; next != null; next = next.left) {
            least = next;
        }
        return least.with(left, withoutLeast(right));
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
