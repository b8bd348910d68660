package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.model.Expiry;
import io.concord.core.model.Limits;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.service.RequestFailure;
import java.time.Duration;

/** The lifetime that a write asks for: {@code ttl=30s}, {@code ttl=never}, {@code ttl=keep} or {@code lease=17}. */
final class ExpiryParameters {
    private ExpiryParameters() {}

    /** Returns what is asked for; as the namespace has it by default where nothing is. */
    static Expiry of(Query query) {
        var ttl = query.single(QueryParameters.TTL);
        var lease = query.single(QueryParameters.LEASE);
        if (ttl.isPresent() && lease.isPresent()) {
            throw invalid("an entry has a ttl or a lease, not both");
        }
        return lease.map(ExpiryParameters::ofLease)
                .or(() -> ttl.map(ExpiryParameters::ofTtl))
                .orElse(Expiry.byDefault());
    }

    static Expiry ofTtl(String text) {
        return switch (text) {
            case "never" -> Expiry.never();
            case "keep" -> Expiry.kept();
            default -> Expiry.after(ttlMillis(QueryParameters.TTL, text));
        };
    }

    private static Expiry ofLease(String text) {
        return Expiry.withLease(leaseId(text));
    }

    /** The id of a lease, a number from 1. */
    static long leaseId(String text) {
        try {
            long id = Long.parseLong(text);
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw invalid("lease id is '" + Escaped.text(text) + "'; it is a whole number from 1");
    }

    /** A time to live in milliseconds, from 1. */
    static long ttlMillis(String name, String text) {
        return Durations.parse(text)
                .filter(duration -> duration.compareTo(Duration.ofMillis(1)) >= 0
                        && duration.compareTo(Duration.ofMillis(Limits.TTL_MILLIS_MAX)) <= 0)
                .map(Duration::toMillis)
                .orElseThrow(() -> invalid("'" + name + "' is '" + Escaped.text(text) + "'; " + Durations.EXAMPLES
                        + ", from 1ms to 36525d"));
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
