package io.concord.jcache.transport;

import io.concord.core.model.RequestId;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Names for the writes of a connection, which no other connection gives: 128 random bits and a counter. */
final class RequestIds {
    private static final int RANDOM_BYTES = 16;

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    RequestIds() {
        var bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        prefix = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".";
    }

    RequestId next() {
        return new RequestId(prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX));
    }
}
