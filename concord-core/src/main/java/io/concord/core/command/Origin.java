package io.concord.core.command;

import io.concord.core.model.Author;
import io.concord.core.model.Limits;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import java.util.Optional;

/**
 * Where a write comes from: its author, the author's name for the request, and when the request was first made.
 *
 * <p>A retry carries the same author, id <em>and times</em>. The time of the first attempt is what lets the state machine
 * refuse a retry that it has forgotten; a retry stamped anew looks like a new request once its id is evicted.
 *
 * @param token by which the author was known; empty where there was none. A retry may come with another one
 * @param timeMillis of the first attempt, since the epoch; shown to people and compared with nothing
 * @param firstMillis of the first attempt in the cluster's time, as far as the submitter knew it
 * @param leases what he may do about leases, as the submitter knew it
 */
public record Origin(
        Author author,
        Optional<Token> token,
        RequestId requestId,
        long timeMillis,
        long firstMillis,
        LeaseRights leases) {
    public Origin {
        Limits.requireTime(timeMillis);
        Limits.requireTime(firstMillis);
    }

    /** One of somebody who has leases of his own alone. */
    public Origin(Author author, Optional<Token> token, RequestId requestId, long timeMillis, long firstMillis) {
        this(author, token, requestId, timeMillis, firstMillis, LeaseRights.OWN);
    }

    /** One without a token. */
    public Origin(Author author, RequestId requestId, long timeMillis, long firstMillis) {
        this(author, Optional.empty(), requestId, timeMillis, firstMillis);
    }
}
