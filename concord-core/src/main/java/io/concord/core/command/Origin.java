package io.concord.core.command;

import io.concord.core.model.Author;
import io.concord.core.model.Limits;
import io.concord.core.model.RequestId;

/**
 * Where a write comes from: its author, the author's name for the request, and when the request was first made.
 *
 * <p>A retry carries the same author, id <em>and time</em>. The time of the first attempt is what lets the state machine
 * refuse a retry that it has forgotten; a retry stamped anew looks like a new request once its id is evicted.
 */
public record Origin(Author author, RequestId requestId, long timeMillis) {
    public Origin {
        Limits.requireTime(timeMillis);
    }
}
