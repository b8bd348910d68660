package io.concord.core.state;

import io.concord.core.model.Author;

/**
 * What many entries may share as their lifetime.
 *
 * @param ttlMillis how long it lives after it was granted or last kept alive
 * @param deadlineMillis when it ends, in the cluster's time
 * @param owner who asked for it
 */
public record Lease(long id, long ttlMillis, long deadlineMillis, Author owner) {

    Lease keptAliveUntil(long laterMillis) {
        return new Lease(id, ttlMillis, laterMillis, owner);
    }
}
