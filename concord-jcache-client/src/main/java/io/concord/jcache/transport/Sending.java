package io.concord.jcache.transport;

import java.util.Optional;

/** A batch on its way to an endpoint. */
final class Sending {
    private final Batch batch;
    private final Endpoint endpoint;
    private final long timeoutNanos;
    private volatile Optional<String> token = Optional.empty();

    Sending(Batch batch, Endpoint endpoint, long timeoutNanos) {
        this.batch = batch;
        this.endpoint = endpoint;
        this.timeoutNanos = timeoutNanos;
    }

    Batch batch() {
        return batch;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** How long the server may take. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    void with(Optional<String> sent) {
        token = sent;
    }

    /** The token that it was sent with. */
    Optional<String> token() {
        return token;
    }
}
