package io.concord.server.raft.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what touches the disk, until something fails: from then on every call fails, because nobody knows any more what is
 * on disk. After a failed sync the system may forget what it could not write, so that trying again proves nothing.
 */
final class Poison {
    /** Something on the disk. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** As {@link Action}, with nothing to tell. */
    interface Step {
        void run() throws IOException;
    }

    private @Nullable Throwable failure;

    boolean isPoisoned() {
        return failure != null;
    }

    /** @throws UncheckedIOException if something has failed before */
    void check() {
        if (failure != null) {
            throw new UncheckedIOException(
                    "storage has failed: " + failure.getMessage(),
                    failure instanceof IOException io ? io : new IOException(failure));
        }
    }

    void run(Step step) {
        call(() -> {
            step.run();
            return true;
        });
    }

    <T> T call(Action<T> action) {
        check();
        try {
            return action.run();
        } catch (IOException e) {
            failure = e;
            throw new UncheckedIOException("storage has failed: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** Nothing more, for a reason that is not a failure. */
    void end(String reason) {
        if (failure == null) {
            failure = new IOException(reason);
        }
    }
}
