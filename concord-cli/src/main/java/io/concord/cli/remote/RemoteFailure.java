package io.concord.cli.remote;

import io.concord.cli.console.ExitCodes;

/** Why a command came to nothing. The message is complete and shown without a stack trace. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private RemoteFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public RemoteFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something on this side. */
    public static RemoteFailure local(String message) {
        return new RemoteFailure(ExitCodes.FAILED, message);
    }

    /** Something on this side, with a cause for whoever debugs. */
    public static RemoteFailure local(String message, Throwable cause) {
        return new RemoteFailure(ExitCodes.FAILED, message, cause);
    }

    /** One of {@link ExitCodes}. */
    public int exitCode() {
        return exitCode;
    }
}
