package io.concord.jcache.transport;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sends a request to an endpoint. */
interface Exchange {
    /**
     * A batch to be sent.
     *
     * @param body the bytes of a {@link io.concord.core.protocol.batch.BatchRequest}
     * @param timeoutNanos how long the server may take
     * @param answerBytesMax how long its answer may be
     */
    // Justification: it is not compared, and the bytes are not changed.
    @SuppressWarnings("ArrayRecordComponent")
    record Post(byte[] body, long timeoutNanos, long answerBytesMax) {}

    /**
     * Posts a batch.
     *
     * @return never fails, and completes with {@link Answer.NotServed} somewhat after the timeout at the latest; cancelling
     *     it ends the request
     */
    CompletableFuture<Answer> post(URI endpoint, Optional<String> token, Post post);

    /** The status of the cluster as the endpoint sees it, as text; empty where it does not say. Never fails. */
    CompletableFuture<Optional<String>> status(URI endpoint, Optional<String> token, long timeoutNanos);
}
