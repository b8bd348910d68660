package io.concord.server.raft.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What the log is for. Called by one thread; an exception stops the member for good. */
public interface StateMachine {
    /**
     * Applies the next command and returns the answer for whoever proposed it. Total and deterministic.
     *
     * @param timeMillis the cluster's time of the command: milliseconds since about when the cluster was founded, never less
     *     than that of the command before, and never further from it than has really passed, but for a part of a
     *     millisecond
     */
    byte[] apply(long index, long timeMillis, byte[] command);

    /** The state as it is now, at no cost. It may be written by another thread while commands go on. */
    Frozen freeze();

    /**
     * Replaces the state by what {@link Frozen#writeTo} wrote.
     *
     * @throws IOException if the stream cannot be read
     */
    void restore(InputStream in) throws IOException;

    /** A state that does not change any more. */
    interface Frozen {
        void writeTo(OutputStream out) throws IOException;

        /** Equal for equal states. Reads everything. */
        byte[] digest();
    }
}
