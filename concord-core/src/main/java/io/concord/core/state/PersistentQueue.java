package io.concord.core.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An immutable queue of elements with consecutive numbers: a change returns a new one and leaves the old one as it was. The oldest
 * ones and the newest are in a chunk each, which a change copies, and those in between in a tree of whole chunks, which only every
 * 32nd change touches.
 */
final class PersistentQueue<V> implements Iterable<V> {
    private static final int CHUNK = 32;
    private static final Object[] NOTHING = {};

    private final long first;
    private final long next;
    /** The chunk of the first element, unless that is the last one, too; empty before the first element. */
    private final Object[] head;
    /** The chunks between head and tail, by their numbers. */
    private final PersistentMap<Long, Object[]> middle;
    /** The chunk of the last element, up to that. */
    private final Object[] tail;

    private PersistentQueue(long first, long next, Object[] head, PersistentMap<Long, Object[]> middle, Object[] tail) {
        this.first = first;
        this.next = next;
        this.head = head;
        this.middle = middle;
        this.tail = tail;
    }

    /** @param first the number of the first element that will be added, not negative */
    static <V> PersistentQueue<V> startingAt(long first) {
        return new PersistentQueue<>(first, first, NOTHING, PersistentMap.empty(), NOTHING);
    }

    boolean isEmpty() {
        return first == next;
    }

    int size() {
        return (int) (next - first);
    }

    /** The number of the oldest element, or of the next one where there is none. */
    long first() {
        return first;
    }

    /** The number that the next element will have. */
    long next() {
        return next;
    }

    /** The oldest element. */
    V oldest() {
        return get(first);
    }

    /**
     * The element of a number.
     *
     * @throws NoSuchElementException if there is none
     */
    V get(long number) {
        if (number < first || number >= next) {
            throw new NoSuchElementException("the queue has " + first + " to " + (next - 1) + ", not " + number);
        }
        return element(chunk(chunkOf(number)), number);
    }

    /** With one more, whose number is {@link #next}. */
    PersistentQueue<V> add(V value) {
        int slot = slotOf(next);
        if (slot > 0 && !isEmpty()) {
            return new PersistentQueue<>(first, next + 1, head, middle, with(tail, slot, value));
        }
        var begun = with(NOTHING, slot, value);
        if (isEmpty()) {
            return new PersistentQueue<>(first, next + 1, NOTHING, middle, begun);
        }
        return hasHead()
                ? new PersistentQueue<>(first, next + 1, head, middle.put(chunkOf(next - 1), tail), begun)
                : new PersistentQueue<>(first, next + 1, tail, middle, begun);
    }

    /**
     * Without the oldest element.
     *
     * @throws NoSuchElementException if there is none
     */
    PersistentQueue<V> withoutOldest() {
        if (isEmpty()) {
            throw new NoSuchElementException("the queue is empty");
        }
        long rest = first + 1;
        if (rest == next) {
            return startingAt(rest);
        }
        if (!hasHead()) {
            return new PersistentQueue<>(rest, next, NOTHING, middle, without(tail, slotOf(first)));
        }
        if (slotOf(rest) > 0) {
            return new PersistentQueue<>(rest, next, without(head, slotOf(first)), middle, tail);
        }
        long chunk = chunkOf(rest);
        return chunk == chunkOf(next - 1)
                ? new PersistentQueue<>(rest, next, NOTHING, middle, tail)
                : new PersistentQueue<>(rest, next, chunk(chunk), middle.remove(chunk), tail);
    }

    /** From the oldest to the newest. */
    @Override
    public Iterator<V> iterator() {
        return from(first);
    }

    /** From a number on that is not less than {@link #first}; nothing where that is in the future. */
    Iterator<V> from(long number) {
        return new Iterator<>() {
            private long at = number;
            private Object[] chunk = NOTHING;

            @Override
            public boolean hasNext() {
                return at < next;
            }

            @Override
            public V next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("there is no more");
                }
                if (at == number || slotOf(at) == 0) {
                    chunk = chunk(chunkOf(at));
                }
                return element(chunk, at++);
            }
        };
    }

    private boolean hasHead() {
        return chunkOf(first) != chunkOf(next - 1);
    }

    private Object[] chunk(long number) {
        if (number == chunkOf(next - 1)) {
            return tail;
        }
        var whole = number == chunkOf(first) ? head : middle.get(number);
        if (whole == null) {
            throw new IllegalStateException("there is no chunk " + number);
        }
        return whole;
    }

    // Justification: what is put in is a V.
    @SuppressWarnings("unchecked")
    private V element(Object[] chunk, long number) {
        return (V) chunk[slotOf(number)];
    }

    private static Object[] with(Object[] chunk, int slot, Object value) {
        var copy = Arrays.copyOf(chunk, slot + 1);
        copy[slot] = value;
        return copy;
    }

    /** What is gone is not kept in memory. */
    // Justification: nobody reads a slot before the first element.
    @SuppressWarnings("NullAway")
    private static Object[] without(Object[] chunk, int slot) {
        var copy = chunk.clone();
        copy[slot] = null;
        return copy;
    }

    private static long chunkOf(long number) {
        return number / CHUNK;
    }

    private static int slotOf(long number) {
        return (int) (number % CHUNK);
    }
}
