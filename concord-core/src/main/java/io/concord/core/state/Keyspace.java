package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.format.FormatException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The replicated state machine. Replicas that apply the same commands in the same order give the same replies and have
 * the same digest after each.
 *
 * <p>One thread at a time applies or restores; any thread may take the {@link #view}, which is that of a whole command,
 * never of half of one.
 */
public final class Keyspace {
    private final int requestCapacity;
    private volatile KeyspaceView view;

    public Keyspace() {
        this(RequestMemory.CAPACITY);
    }

    /** For tests, which cannot wait for 65,536 requests. */
    Keyspace(int requestCapacity) {
        this.requestCapacity = requestCapacity;
        this.view = KeyspaceView.empty(requestCapacity);
    }

    /**
     * Applies the next command of the log. Total: every command has an outcome, and none throws.
     *
     * @param entryMillis the time in the command's entry of the log: the cluster's, which no wall clock moves
     */
    public Applied apply(long entryMillis, Command command) {
        var transition = CommandApplier.apply(view, entryMillis, command);
        view = transition.view();
        return transition.applied();
    }

    /** The state after the last command that was applied, for free. */
    public KeyspaceView view() {
        return view;
    }

    /**
     * Replaces everything by a snapshot, which ends where the stream ends; the stream stays open. All or nothing: after
     * an exception the old state stands.
     *
     * @throws FormatException if the stream is not exactly one whole snapshot of a known version
     * @throws IOException if the stream cannot be read
     */
    public void restore(InputStream in) throws IOException {
        view = SnapshotReader.read(in, requestCapacity);
    }
}
