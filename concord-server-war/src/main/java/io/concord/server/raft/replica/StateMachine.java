package io.concord.server.raft.replica;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What the log is for. Called by one thread; an exception stops the member for good. */
public interface StateMachine {
    /** Applies the next command and returns the answer for whoever proposed it. Total and deterministic. */
    byte[] apply(long index, byte[] command);

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
