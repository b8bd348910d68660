package io.concord.jcache.operation;

import io.concord.core.model.Expiry;
import java.util.Optional;

/** What is done to an entry once its state is known. */
public sealed interface Step<V> {

    static <V> Step<V> leave() {
        return new Leave<>();
    }

    static <V> Step<V> remove() {
        return new Remove<>();
    }

    /** Writes a value that lives so long; where it ends at once, what is there is removed. */
    static <V> Step<V> write(EntryState<V> state, V value, Optional<Expiry> term) {
        return term.<Step<V>>map(expiry -> new Write<>(value, expiry)).orElseGet(() -> ended(state));
    }

    /** Has an entry that was read live so long from now. */
    static <V> Step<V> touch(EntryState<V> state, Optional<Expiry> term) {
        if (!state.isPresent() || term.equals(Optional.of(Expiry.kept()))) {
            return leave();
        }
        return term.<Step<V>>map(Touch::new).orElseGet(() -> ended(state));
    }

    private static <V> Step<V> ended(EntryState<V> state) {
        return state.revision() == 0 ? leave() : remove();
    }

    /** Nothing. */
    record Leave<V>() implements Step<V> {}

    /** Creates or replaces it. */
    record Write<V>(V value, Expiry expiry) implements Step<V> {}

    /** Removes it. */
    record Remove<V>() implements Step<V> {}

    /** Gives it another lifetime. */
    record Touch<V>(Expiry expiry) implements Step<V> {}
}
