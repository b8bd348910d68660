package io.concord.server.service;

import io.concord.core.protocol.ErrorCode;

/** It may have happened, or may still happen; retry only with the same request id. */
public final class IndeterminateException extends RequestFailure {
    private static final long serialVersionUID = 1L;

    public IndeterminateException(String message) {
        super(ErrorCode.TIMEOUT, message);
    }
}
