package io.concord.server.service;

import io.concord.core.model.Entry;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import java.util.Optional;

/**
 * Keeps the answer to a batch from growing without bound: what does not fit is to be asked for in another batch. The first
 * outcome always fits, so that whoever asks again gets on.
 */
final class AnswerBudget {
    private final long bytesMax;
    private long bytes;

    AnswerBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes so much of the budget if anything is left. */
    boolean admits(long size) {
        if (bytes > 0 && bytes + size > bytesMax) {
            return false;
        }
        bytes += size;
        return true;
    }

    BatchReply fitted(BatchReply reply, boolean isRead) {
        if (admits(sizeOf(reply.outcome()))) {
            return reply;
        }
        return BatchReply.first(
                isRead
                        ? readAgain()
                        : BatchOutcome.Failed.of(
                                ErrorCode.TIMEOUT,
                                "the answer to the batch has no room for this outcome; send the write again with the same request id"));
    }

    static BatchOutcome readAgain() {
        return BatchOutcome.Failed.of(
                ErrorCode.UNAVAILABLE, "the answer to the batch has no room for this; ask again in another batch");
    }

    private static long sizeOf(BatchOutcome outcome) {
        if (outcome instanceof BatchOutcome.Found found) {
            return sizeOf(found.entry());
        }
        if (outcome instanceof BatchOutcome.Page page) {
            return page.entries().stream().mapToLong(AnswerBudget::sizeOf).sum();
        }
        if (outcome instanceof BatchOutcome.KeyPage page) {
            return page.keys().stream().mapToLong(key -> key.text().length()).sum();
        }
        if (outcome instanceof BatchOutcome.Written written) {
            return sizeOf(written.previous());
        }
        if (outcome instanceof BatchOutcome.Deleted deleted) {
            return sizeOf(deleted.previous());
        }
        return outcome instanceof BatchOutcome.PreconditionFailed failed ? sizeOf(failed.current()) : 0;
    }

    private static long sizeOf(Optional<Entry> entry) {
        return entry.map(AnswerBudget::sizeOf).orElse(0L);
    }

    static long sizeOf(Entry entry) {
        return (long) entry.key().text().length() + entry.value().size();
    }
}
