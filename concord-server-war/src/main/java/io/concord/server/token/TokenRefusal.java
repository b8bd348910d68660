package io.concord.server.token;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;

/** Why a token of Concord's own does not count. Says the rule, and nothing out of the token. */
final class TokenRefusal extends RequestFailure {
    private static final long serialVersionUID = 1L;

    TokenRefusal(String why) {
        super(ErrorCode.UNAUTHORIZED, "the token was not accepted: " + why);
    }
}
