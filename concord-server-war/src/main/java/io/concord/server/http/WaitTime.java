package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.Deadline;
import io.concord.server.service.RequestFailure;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long callers wait: what they ask for, within what the operator allows. */
final class WaitTime {
    private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m)");

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
        var duration = parse(text)
                .orElseThrow(
                        () -> invalid("'" + Escaped.text(text) + "'; write 500ms, 5s, 1m or ISO 8601 such as PT5S"));
        if (duration.isNegative() || duration.isZero() || duration.compareTo(max) > 0) {
            throw invalid("'" + Escaped.text(text) + "'; it must be more than 0 and at most " + max.toMillis()
                    + "ms (concord.request.timeout-millis-max)");
        }
        return duration;
    }

    private static Optional<Duration> parse(String text) {
        var simple = SIMPLE.matcher(text);
        if (simple.matches()) {
            var number = Long.parseLong(simple.group(1));
            return Optional.of(
                    switch (simple.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        default -> Duration.ofMinutes(number);
                    });
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(
                ErrorCode.INVALID_REQUEST, "query parameter '" + QueryParameters.TIMEOUT + "' is " + detail);
    }
}
