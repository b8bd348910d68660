package io.concord.cli.remote;

import io.concord.cli.console.ExitCodes;
import io.concord.core.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Why a command came to nothing. The message is complete and shown without a stack trace. */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Of a problem document; null where there was none. */
    private final @Nullable String code;

    private RemoteFailure(int exitCode, @Nullable String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = code;
    }

    public RemoteFailure(int exitCode, String message) {
        this(exitCode, null, message, null);
    }

    /** What the cluster said, with the stable code of its problem document. */
    static RemoteFailure told(int exitCode, String code, String message) {
        return new RemoteFailure(exitCode, code, message, null);
    }

    /** Something on this side. */
    public static RemoteFailure local(String message) {
        return new RemoteFailure(ExitCodes.FAILED, message);
    }

    /** Something on this side, with a cause for whoever debugs. */
    public static RemoteFailure local(String message, Throwable cause) {
        return new RemoteFailure(ExitCodes.FAILED, null, message, cause);
    }

    /** Whether the cluster refused with this code. */
    public boolean is(ErrorCode known) {
        return known.code().equals(code);
    }

    /** One of {@link ExitCodes}. */
    public int exitCode() {
        return exitCode;
    }
}
