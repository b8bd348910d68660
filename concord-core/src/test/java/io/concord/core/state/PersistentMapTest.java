package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
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
        int from = random.nextInt(keys);
        assertThat(list(actual.iteratorFrom(from)))
                .isEqualTo(new ArrayList<>(expected.tailMap(from).entrySet()));
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

    private static List<Map.Entry<Integer, Integer>> list(Iterator<Map.Entry<Integer, Integer>> entries) {
        var list = new ArrayList<Map.Entry<Integer, Integer>>();
        entries.forEachRemaining(list::add);
        return list;
    }
}
