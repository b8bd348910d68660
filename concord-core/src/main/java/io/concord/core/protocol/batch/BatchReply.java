package io.concord.core.protocol.batch;

/**
 * What became of one operation.
 *
 * @param replayed whether the outcome is the remembered one of an earlier attempt with the same request id
 */
public record BatchReply(BatchOutcome outcome, boolean replayed) {

    /** The reply to an operation that was not carried out before. */
    public static BatchReply first(BatchOutcome outcome) {
        return new BatchReply(outcome, false);
    }
}
