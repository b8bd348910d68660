package io.concord.core.state;

import java.util.Iterator;
import java.util.Map;

/** The values of a walk through a map, without their keys. */
record Values<V>(Iterator<? extends Map.Entry<?, V>> entries) implements Iterator<V> {
    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public V next() {
        return entries.next().getValue();
    }
}
