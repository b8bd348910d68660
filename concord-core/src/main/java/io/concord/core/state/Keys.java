package io.concord.core.state;

import java.util.Iterator;
import java.util.Map;

/** The keys of a walk through a map, without their values. */
record Keys<K>(Iterator<? extends Map.Entry<K, ?>> entries) implements Iterator<K> {
    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public K next() {
        return entries.next().getKey();
    }
}
