package io.concord.jcache.transport;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.IndeterminateException;
import io.concord.jcache.api.RefusedException;
import java.net.URI;
import java.util.Set;

/**
 * Tells what an answer means for an operation, in the three words: refused, unavailable (sent again), indeterminate (sent again
 * with the same id). What may have been carried out by an earlier attempt is never called refused on the word of a server that
 * has not asked the store.
 */
final class Judge {
    /** Refusals of the store itself: had an earlier attempt been carried out, it would have answered by that. */
    private static final Set<String> OF_THE_STORE = Set.of(
            ErrorCode.NAMESPACE_NOT_FOUND.code(),
            ErrorCode.LEASE_NOT_FOUND.code(),
            ErrorCode.NOT_A_NUMBER.code(),
            ErrorCode.PRECONDITION_FAILED.code());

    private Judge() {}

    /** The reply to an operation of a batch. */
    static Verdict reply(Pending pending, BatchReply reply, URI endpoint) {
        if (reply.outcome() instanceof BatchOutcome.Forgotten) {
            return forgotten(pending, endpoint);
        }
        if (!(reply.outcome() instanceof BatchOutcome.Failed failed)) {
            return new Verdict.Completed(reply);
        }
        return switch (failed.effect()) {
            case REFUSED -> refused(pending, failed.code(), failed.detail(), reply.replayed());
            case UNAVAILABLE -> new Verdict.Again(failed.code() + ": " + failed.detail(), false, false);
            case INDETERMINATE -> new Verdict.Again(failed.code() + ": " + failed.detail(), true, false);
        };
    }

    /** The server refused the whole batch. */
    static Verdict refused(Pending pending, String code, String detail) {
        return refused(pending, code, detail, false);
    }

    private static Verdict refused(Pending pending, String code, String detail, boolean replayed) {
        var what = pending.placement().describe();
        if (pending.inDoubt() && !replayed && !OF_THE_STORE.contains(code)) {
            return new Verdict.Failed(new IndeterminateException(
                    what + " may have been carried out by an earlier attempt; the last one was refused: " + code + ": "
                            + detail,
                    null));
        }
        return new Verdict.Failed(new RefusedException(code, what + " was refused: " + code + ": " + detail));
    }

    private static Verdict forgotten(Pending pending, URI endpoint) {
        if (pending.inDoubt()) {
            return new Verdict.Failed(new IndeterminateException(
                    pending.placement().describe() + " may have been carried out by an earlier attempt; " + endpoint
                            + " has forgotten requests of that time",
                    null));
        }
        return new Verdict.Again("the time of the first attempt was too old", false, true);
    }
}
