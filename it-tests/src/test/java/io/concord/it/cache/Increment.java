package io.concord.it.cache;

import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/** Counts one further. */
final class Increment implements EntryProcessor<String, String, Integer> {
    @Override
    public Integer process(MutableEntry<String, String> entry, Object... arguments) {
        var now = entry.exists() ? Integer.parseInt(entry.getValue()) + 1 : 1;
        entry.setValue(Integer.toString(now));
        return now;
    }
}
