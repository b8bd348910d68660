package io.concord.server.service;

import io.concord.core.protocol.ErrorCode;

/** Nothing happened; a retry is safe. */
public final class UnavailableException extends RequestFailure {
    private static final long serialVersionUID = 1L;

    private UnavailableException(ErrorCode code, String message) {
        super(code, message);
    }

    /** No leader can be had: too few members, or an election that did not end in time. */
    public static UnavailableException noLeader(String message) {
        return new UnavailableException(ErrorCode.CLUSTER_NOT_READY, message);
    }

    /** The cluster may be well, but this node cannot serve the request now. */
    public static UnavailableException notNow(String message) {
        return new UnavailableException(ErrorCode.UNAVAILABLE, message);
    }

    /** More requests wait than the node admits. */
    public static UnavailableException overloaded(String message) {
        return new UnavailableException(ErrorCode.TOO_MANY_REQUESTS, message);
    }
}
