package io.concord.cli.backup;

import io.concord.cli.console.ExitCodes;
import io.concord.cli.remote.RemoteFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What can be wrong with backups on this side. */
final class BackupFailures {
    private BackupFailures() {}

    static RemoteFailure damaged(Path file, String what) {
        return new RemoteFailure(
                ExitCodes.NOT_AS_IT_SHOULD_BE, file + ": " + what + ". Do not restore it; take another one");
    }

    static RemoteFailure unreadable(Path file, IOException e) {
        return RemoteFailure.local(
                e instanceof NoSuchFileException
                        ? "there is no " + file
                        : file + " cannot be read (" + e.getMessage() + ")",
                e);
    }

    static RemoteFailure notWritten(Path directory, IOException e) {
        return RemoteFailure.local(
                "the backup could not be written to " + directory + " (" + e.getMessage()
                        + "). Nothing is left of it, and nothing older was removed",
                e);
    }

    static RemoteFailure notRemoved(Path file, IOException e) {
        return RemoteFailure.local(file + " cannot be removed (" + e.getMessage() + ")", e);
    }
}
