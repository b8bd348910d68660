package io.concord.jcache.operation;

import io.concord.core.model.Expiry;
import java.util.Optional;

/** What is done to an entry once its state is known. */
public sealed interface Step {

    static Step leave() {
        return new Leave();
    }

    /** Removes what there is. */
    static Step remove(EntryState<?> state) {
        return state.revision() == 0 ? leave() : new Remove();
    }

    /** Writes what lives so long; where it ends at once, what is there is removed. */
    static Step write(EntryState<?> state, Content content, Optional<Expiry> term) {
        return term.<Step>map(expiry -> new Write(content, expiry)).orElseGet(() -> remove(state));
    }

    /** Has an entry that was read live so long from now. */
    static Step touch(EntryState<?> state, Optional<Expiry> term) {
        if (!state.isPresent() || term.equals(Optional.of(Expiry.kept()))) {
            return leave();
        }
        return term.<Step>map(Touch::new).orElseGet(() -> remove(state));
    }

    /** Nothing. */
    record Leave() implements Step {}

    /** Creates or replaces it. */
    record Write(Content content, Expiry expiry) implements Step {}

    /** Removes it. */
    record Remove() implements Step {}

    /** Gives it another lifetime. */
    record Touch(Expiry expiry) implements Step {}
}
