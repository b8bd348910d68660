package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

    @Test
    void the_empty_map_has_nothing() {
        var empty = PersistentMap.<String, Integer>empty();

        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.get("alice")).isNull();
        assertThat(empty.remove("alice")).isSameAs(empty);
        assertThatThrownBy(() -> empty.iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40, 400, 4_000})
    void it_agrees_with_a_tree_map_whatever_is_done(int keys) {
        for (long seed = 0; seed < 40; seed++) {
            agree(new Random(seed), keys);
        }
    }

    private static void agree(Random random, int keys) {
        var expected = new TreeMap<Integer, Integer>();
        var actual = PersistentMap.<Integer, Integer>empty();
        for (int step = 0; step < 400; step++) {
            int key = random.nextInt(keys);
            // Long phases of mostly growth and mostly shrinkage reach both rotations on both sides.
            boolean grows = random.nextInt(10) < ((step / 100) % 2 == 0 ? 8 : 2);
            actual = grows ? actual.put(key, step) : actual.remove(key);
            if (grows) {
                expected.put(key, step);
            } else {
                expected.remove(key);
            }

            assertThat(actual.size()).isEqualTo(expected.size());
            assertThat(actual.get(key)).isEqualTo(expected.get(key));
            assertBalanced(actual);
        }
        assertThat(list(actual.iterator())).isEqualTo(new ArrayList<>(expected.entrySet()));
        assertParts(actual, expected, random.nextInt(keys + 1));
    }

    @Test
    void it_stays_balanced_when_keys_come_in_order() {
        var ascending = PersistentMap.<Integer, Integer>empty();
        var descending = PersistentMap.<Integer, Integer>empty();
        for (int key = 0; key < 10_000; key++) {
            ascending = ascending.put(key, key);
            descending = descending.put(-key, key);
        }
        assertBalanced(ascending);
        assertBalanced(descending);

        for (int key = 0; key < 9_990; key++) {
            ascending = ascending.remove(key);
            assertBalanced(ascending);
        }

        assertThat(ascending.size()).isEqualTo(10);
    }

    /** Knuth, The Art of Computer Programming, volume 3, theorem 6.2.3A. */
    private static void assertBalanced(PersistentMap<?, ?> map) {
        double bound = 1.4405 * Math.log(map.size() + 2) / Math.log(2) - 0.3277;
        assertThat((double) map.height()).isLessThanOrEqualTo(bound);
    }

    @Test
    void old_versions_stay_as_they_were() {
        var random = new Random(7);
        var versions = new ArrayList<PersistentMap<Integer, Integer>>();
        var expected = new ArrayList<List<Map.Entry<Integer, Integer>>>();
        var map = PersistentMap.<Integer, Integer>empty();
        for (int step = 0; step < 500; step++) {
            int key = random.nextInt(60);
            map = random.nextBoolean() ? map.put(key, step) : map.remove(key);
            versions.add(map);
            expected.add(list(map.iterator()));
        }

        for (int i = 0; i < versions.size(); i++) {
            assertThat(list(versions.get(i).iterator())).isEqualTo(expected.get(i));
        }
    }

    private static void assertParts(
            PersistentMap<Integer, Integer> actual, NavigableMap<Integer, Integer> expected, int from) {
        var lesser = actual.takeWhile(key -> key < from);
        var greater = actual.dropWhile(key -> key < from);
        var whole = lesser.followedBy(greater);

        assertThat(list(lesser.iterator()))
                .isEqualTo(new ArrayList<>(expected.headMap(from).entrySet()));
        assertThat(list(greater.iterator()))
                .isEqualTo(new ArrayList<>(expected.tailMap(from).entrySet()));
        assertThat(list(whole.iterator())).isEqualTo(list(actual.iterator()));
        assertThat(lesser.size() + greater.size()).isEqualTo(whole.size());
        assertBalanced(lesser);
        assertBalanced(greater);
        assertBalanced(whole);
    }

    /** Cutting a middle out and joining what is left, again and again, is what a removal of a range does. */
    @ParameterizedTest
    @ValueSource(ints = {3, 30, 3_000})
    void cutting_and_joining_keep_the_balance(int keys) {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var actual = PersistentMap.<Integer, Integer>empty();
            var expected = new TreeMap<Integer, Integer>();
            for (int round = 0; round < 30; round++) {
                for (int i = 0; i < keys / 3; i++) {
                    int key = random.nextInt(keys);
                    actual = actual.put(key, round);
                    expected.put(key, round);
                }
                int from = random.nextInt(keys);
                int to = from + random.nextInt(keys);
                actual = actual.takeWhile(key -> key < from).followedBy(actual.dropWhile(key -> key < to));
                expected.subMap(from, to).clear();

                assertStructure(actual);
                assertThat(list(actual.iterator())).isEqualTo(new ArrayList<>(expected.entrySet()));
            }
        }
    }

    /** Few of many, many of many, all and none, of which some are not there. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 30, 3_000})
    void removing_many_at_once_is_removing_each(int keys) {
        for (long seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var expected = new TreeMap<Integer, Integer>();
            var removed = new TreeSet<Integer>();
            for (int i = 0; i < keys; i++) {
                expected.put(random.nextInt(2 * keys), i);
            }
            var actual = PersistentMap.ofAscending(List.copyOf(expected.keySet()), key -> key);
            assertStructure(actual);
            for (int i = random.nextInt(2) * random.nextInt(3 * keys); i > 0; i--) {
                removed.add(random.nextInt(2 * keys));
            }

            actual = actual.removeAll(List.copyOf(removed));

            expected.keySet().removeAll(removed);
            assertStructure(actual);
            assertThat(keys(actual)).isEqualTo(List.copyOf(expected.keySet()));
        }
    }

    private static List<Integer> keys(PersistentMap<Integer, Integer> map) {
        return list(map.iterator()).stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void trees_of_very_different_heights_are_joined() {
        for (int lesserSize = 0; lesserSize < 40; lesserSize++) {
            for (int greaterSize : new int[] {0, 1, 2, 3, 7, 100, 1_000}) {
                var lesser = counted(0, lesserSize);
                var greater = counted(lesserSize, greaterSize);

                assertThat(list(lesser.followedBy(greater).iterator()))
                        .isEqualTo(list(counted(0, lesserSize + greaterSize).iterator()));
                assertStructure(lesser.followedBy(greater));
                assertStructure(counted(0, greaterSize).followedBy(counted(greaterSize, lesserSize)));
            }
        }
    }

    private static PersistentMap<Integer, Integer> counted(int first, int size) {
        var map = PersistentMap.<Integer, Integer>empty();
        for (int key = first; key < first + size; key++) {
            map = map.put(key, key);
        }
        return map;
    }

    /** Every node of an AVL tree, not only the root, has subtrees whose heights differ by one at most. */
    private static void assertStructure(PersistentMap<Integer, Integer> map) {
        assertThat(map.size()).isEqualTo(sizeOfBalanced(map.root()));
    }

    private static int sizeOfBalanced(@Nullable AvlNode<Integer, Integer> node) {
        if (node == null) {
            return 0;
        }
        int left = AvlNode.height(node.left);
        int right = AvlNode.height(node.right);
        assertThat(Math.abs(left - right)).isLessThanOrEqualTo(1);
        assertThat(AvlNode.height(node)).isEqualTo(1 + Math.max(left, right));
        int size = 1 + sizeOfBalanced(node.left) + sizeOfBalanced(node.right);
        assertThat(AvlNode.size(node)).isEqualTo(size);
        return size;
    }

    private static List<Map.Entry<Integer, Integer>> list(Iterator<Map.Entry<Integer, Integer>> entries) {
        var list = new ArrayList<Map.Entry<Integer, Integer>>();
        entries.forEachRemaining(list::add);
        return list;
    }
}
