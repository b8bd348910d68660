package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.service.RequestFailure;
import java.util.Optional;

/** What a read is to promise. */
enum Consistency {
    LINEARIZABLE,
    STALE;

    static Consistency of(Optional<String> asked) {
        var name = asked.orElse("linearizable");
        return switch (name) {
            case "linearizable" -> LINEARIZABLE;
            case "stale" -> STALE;
            default ->
                throw new RequestFailure(
                        ErrorCode.INVALID_REQUEST,
                        "query parameter '" + QueryParameters.CONSISTENCY + "' is '" + Escaped.text(name)
                                + "'; it is linearizable or stale");
        };
    }
}
