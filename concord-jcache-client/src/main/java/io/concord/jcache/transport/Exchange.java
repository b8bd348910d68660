package io.concord.jcache.transport;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sends a request to an endpoint. */
interface Exchange {
    /**
     * Posts a batch.
     *
     * @param body the bytes of a {@link io.concord.core.protocol.batch.BatchRequest}
     * @param timeoutNanos how long the server may take
     * @return never fails, and completes with {@link Answer.NotServed} somewhat after the timeout at the latest; cancelling
     *     it ends the request
     */
    CompletableFuture<Answer> post(URI endpoint, Optional<String> token, byte[] body, long timeoutNanos);

    /** The status of the cluster as the endpoint sees it, as text; empty where it does not say. Never fails. */
    CompletableFuture<Optional<String>> status(URI endpoint, Optional<String> token, long timeoutNanos);
}
