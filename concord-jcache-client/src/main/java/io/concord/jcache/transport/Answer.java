package io.concord.jcache.transport;

import io.concord.core.protocol.batch.BatchResponse;

/** What came of sending a batch. */
sealed interface Answer {

    /** Each operation has a reply. */
    record Replied(BatchResponse response) implements Answer {}

    /** The server did not accept the token; nothing was carried out. */
    record Unauthorized(String detail) implements Answer {}

    /** The server did not accept the batch and never will; nothing was carried out. */
    record Refused(String code, String detail) implements Answer {}

    /**
     * The endpoint did not serve.
     *
     * @param maybeCarriedOut whether the batch may have been, or may yet be, carried out all the same
     * @param restNanos how long it has said that asking it again is of no use; 0 where it has not
     */
    record NotServed(String reason, boolean maybeCarriedOut, long restNanos) implements Answer {
        NotServed(String reason, boolean maybeCarriedOut) {
            this(reason, maybeCarriedOut, 0);
        }
    }
}
