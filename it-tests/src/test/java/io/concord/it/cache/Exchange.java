package io.concord.it.cache;

import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** Writes its argument and returns what was there. */
final class Exchange implements EntryProcessor<String, String, @Nullable String> {
    @Override
    public @Nullable String process(MutableEntry<String, String> entry, Object... arguments) {
        var before = entry.getValue();
        entry.setValue((String) arguments[0]);
        return before;
    }
}
