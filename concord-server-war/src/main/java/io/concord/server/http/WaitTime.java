package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Deadline;
import io.concord.server.service.RequestFailure;
import java.time.Duration;
import java.util.Optional;

/** How long callers wait: what they ask for, within what the operator allows. */
final class WaitTime {
    private final Duration standard;
    private final Duration max;

    WaitTime(NodeConfig config) {
        this.standard = config.requestTimeout();
        this.max = config.requestTimeoutMax();
    }

    /** @param asked such as {@code 500ms}, {@code 5s}, {@code 1m} or {@code PT5S}; empty for the standard */
    Deadline deadline(Optional<String> asked) {
        return Deadline.in(asked.map(this::checked).orElse(standard));
    }

    private Duration checked(String text) {
        var duration =
                Durations.parse(text).orElseThrow(() -> invalid("'" + Escaped.text(text) + "'; " + Durations.EXAMPLES));
        if (duration.isNegative() || duration.isZero() || duration.compareTo(max) > 0) {
            throw invalid("'" + Escaped.text(text) + "'; it must be more than 0 and at most " + max.toMillis()
                    + "ms (concord.request.timeout-millis-max)");
        }
        return duration;
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(
                ErrorCode.INVALID_REQUEST, "query parameter '" + QueryParameters.TIMEOUT + "' is " + detail);
    }
}
