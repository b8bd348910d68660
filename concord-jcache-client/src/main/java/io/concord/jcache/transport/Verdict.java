package io.concord.jcache.transport;

import io.concord.core.protocol.batch.BatchReply;
import io.concord.jcache.api.ConcordCacheException;

/** What an attempt means for one operation. */
sealed interface Verdict {

    /** It has its outcome. */
    record Completed(BatchReply reply) implements Verdict {}

    /** It has failed for good. */
    record Failed(ConcordCacheException failure) implements Verdict {}

    /**
     * It is to be sent again.
     *
     * @param maybeCarriedOut whether this attempt may have been carried out
     * @param atOnce whether neither the endpoint nor time was the trouble
     */
    record Again(String reason, boolean maybeCarriedOut, boolean atOnce) implements Verdict {}
}
