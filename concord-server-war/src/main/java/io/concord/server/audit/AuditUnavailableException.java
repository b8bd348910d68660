package io.concord.server.audit;

/** The event is not on disk, and it was to be. */
public final class AuditUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    AuditUnavailableException(String message) {
        super(message, null, false, false);
    }
}
