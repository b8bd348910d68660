package io.concord.server.service;

import io.concord.core.protocol.ErrorCode;

/**
 * Why a request got no result, in the words of the HTTP contract. The message is for the caller: it names the thing,
 * the rule, the value and what to do. Carries no stack trace: these are answers, not defects.
 */
public class RequestFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public RequestFailure(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public final ErrorCode code() {
        return code;
    }
}
