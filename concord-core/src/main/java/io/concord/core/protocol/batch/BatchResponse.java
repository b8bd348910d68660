package io.concord.core.protocol.batch;

import io.concord.core.model.Limits;
import java.util.List;

/**
 * What became of the operations of a request, in their order.
 *
 * @param timeMillis the cluster's time as the answering node knows it: a new write stamped with it is not taken for a
 *     forgotten one, and a deadline of {@link io.concord.core.model.Lifetime} is compared with it
 */
public record BatchResponse(long timeMillis, List<BatchReply> replies) {
    public BatchResponse {
        Limits.requireTime(timeMillis);
        replies = List.copyOf(replies);
        BatchRequest.requireSize(replies);
    }
}
