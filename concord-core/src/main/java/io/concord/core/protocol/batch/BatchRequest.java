package io.concord.core.protocol.batch;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;
import java.util.List;

/**
 * Operations that share a request and nothing else. The writes are carried out in their order, the reads after all of
 * them. A request without operations asks for the cluster's time, see {@link BatchResponse#timeMillis}.
 */
public record BatchRequest(List<BatchOperation> operations) {
    /** As many as an entry of the log may have writes; a server may accept fewer. */
    public static final int OPERATIONS_MAX = Limits.BATCH_WRITES_MAX;

    public BatchRequest {
        operations = List.copyOf(operations);
        requireSize(operations);
    }

    static void requireSize(List<?> list) {
        if (list.size() > OPERATIONS_MAX) {
            throw new InvalidValueException("batch has " + list.size() + " operations; the limit is " + OPERATIONS_MAX);
        }
    }
}
