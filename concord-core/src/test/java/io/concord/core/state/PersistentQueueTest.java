package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentQueueTest {

    @Test
    void an_empty_queue_has_nothing() {
        var empty = PersistentQueue.<String>startingAt(7);

        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.size()).isZero();
        assertThat(empty).isEmpty();
        assertThat(empty.first()).isEqualTo(7);
        assertThatThrownBy(empty::withoutOldest).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(empty::oldest).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> empty.iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void a_number_has_its_element_and_no_other_number_has_any() {
        var queue = PersistentQueue.<String>startingAt(5).add("five").add("six").withoutOldest();

        assertThat(queue.get(6)).isEqualTo("six");
        assertThatThrownBy(() -> queue.get(5)).hasMessage("the queue has 6 to 6, not 5");
        assertThatThrownBy(() -> queue.get(7)).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 1_000_003})
    void it_agrees_with_a_deque_whatever_is_done(int first) {
        for (long seed = 0; seed < 40; seed++) {
            agree(new Random(seed), first);
        }
    }

    private static void agree(Random random, int first) {
        var expected = new ArrayDeque<Integer>();
        var actual = PersistentQueue.<Integer>startingAt(first);
        int gone = first;
        for (int step = 0; step < 1_000; step++) {
            // Phases of mostly growth and mostly shrinkage, down to nothing.
            if (random.nextInt(10) < ((step / 250) % 2 == 0 ? 8 : 1) || expected.isEmpty()) {
                actual = actual.add(step);
                expected.add(step);
            } else {
                actual = actual.withoutOldest();
                expected.remove();
                gone++;
            }

            assertThat(actual.size()).isEqualTo(expected.size());
            assertThat(actual.first()).isEqualTo(gone);
            assertThat(actual.next()).isEqualTo(gone + expected.size());
            if (!expected.isEmpty()) {
                assertThat(actual.oldest()).isEqualTo(expected.getFirst());
                assertThat(actual.get(actual.next() - 1)).isEqualTo(expected.getLast());
            }
            if (step % 50 == 0) {
                assertParts(actual, new ArrayList<>(expected));
            }
        }
        assertParts(actual, new ArrayList<>(expected));
    }

    private static void assertParts(PersistentQueue<Integer> actual, List<Integer> expected) {
        assertThat(actual).containsExactlyElementsOf(expected);
        for (int i = 0; i <= expected.size(); i++) {
            assertThat(list(actual.from(actual.first() + i))).isEqualTo(expected.subList(i, expected.size()));
        }
    }

    @Test
    void an_old_version_stays_as_it_was_whatever_becomes_of_it() {
        var versions = new ArrayList<PersistentQueue<Integer>>();
        var contents = new ArrayList<List<Integer>>();
        var queue = PersistentQueue.<Integer>startingAt(20);
        for (int i = 0; i < 200; i++) {
            queue = queue.add(i);
            if (i % 3 == 2) {
                queue = queue.withoutOldest();
            }
            versions.add(queue);
            contents.add(list(queue.iterator()));
        }

        for (int i = 0; i < versions.size(); i++) {
            var other = versions.get(i).add(-1).add(-2);
            assertThat(other.get(other.next() - 1)).isEqualTo(-2);
            assertThat(list(versions.get(i).iterator())).isEqualTo(contents.get(i));
        }
    }

    private static <T> List<T> list(Iterator<T> iterator) {
        var list = new ArrayList<T>();
        iterator.forEachRemaining(list::add);
        return list;
    }
}
