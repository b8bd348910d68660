package io.concord.server.http;

import io.concord.core.command.Refusal;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;
import io.concord.server.service.Refusals;

/** What the caller is told where the state said no, and what HTTP has for it. */
final class RefusalProblems {
    private RefusalProblems() {}

    /** @param subject what the operation was about, such as {@code entry 'k'} */
    static Problem of(Refusal refused, String subject) {
        var failure = refused.acceptRefusal(new Refusals(subject));
        return new Problem(failure.code(), failure.getMessage() + advice(failure.code()));
    }

    private static String advice(ErrorCode code) {
        return switch (code) {
            case NAMESPACE_NOT_FOUND -> "; create it with PUT /v1/namespaces/{namespace}";
            case LEASE_NOT_FOUND -> "; grant another one with POST /v1/leases";
            case REQUEST_ID_REUSED -> " (" + Headers.IDEMPOTENCY_KEY + ")";
            default -> "";
        };
    }
}
