package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import io.concord.core.state.Commit;
import java.io.IOException;
import java.util.Iterator;

/**
 * Where a watcher's events go: its connection. Used by one thread at a time. Every method but {@link #close} may block for
 * as long as the connection takes nothing, and fails once it has given up: with a {@link java.net.SocketTimeoutException}
 * where the other side did not read, with another {@link IOException} where it is gone.
 */
public interface WatchSink {
    /** Tells the events of one commit, of which there is at least one; returns their bytes, about. */
    long commit(Commit commit, Iterator<ChangeEvent> events) throws IOException;

    /** Says that everything up to and with a revision has been told. */
    void progress(long revision) throws IOException;

    /** Says why the server breaks off and with which revision the watcher has to begin when it comes again. */
    void cut(CutReason reason, long resumeRevision) throws IOException;

    /** Says why the watch is over, and with which revision the watcher has to begin if it may come again. */
    void end(EndReason reason, long resumeRevision) throws IOException;

    /** Hands everything to the network. */
    void flush() throws IOException;

    /** Ends the connection; called once, whatever failed. */
    void close();
}
