package io.concord.jcache.operation;

import io.concord.core.model.Precondition;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the store had it at one moment.
 *
 * @param value null where there is no entry, or one that counts as a miss because it cannot be read
 * @param revision the revision that wrote the entry; 0 where there is none
 * @param version how often it was written; 0 where there is none
 */
public record EntryState<V>(@Nullable V value, long revision, long version) {

    public static <V> EntryState<V> absent() {
        return new EntryState<>(null, 0, 0);
    }

    /** Whether the application has an entry here. */
    public boolean isPresent() {
        return value != null;
    }

    /** The revision that the application knows: 0 where it has no entry, also where there is one that cannot be read. */
    long knownRevision() {
        return isPresent() ? revision : 0;
    }

    /** Holds as long as the entry stays as it is here. */
    public Precondition unchanged() {
        return revision == 0 ? Precondition.absent() : Precondition.revisionIn(revision);
    }
}
