package io.concord.server.raft.replica;

import io.concord.server.raft.consensus.Envelope;

/** What a replica needs of the process that it lives in. */
public interface Host {
    /** Sends, or drops: it never waits, and it may lose, repeat and reorder. */
    void send(Envelope envelope);

    /** Runs a long job on another thread. */
    void inBackground(Runnable job);

    /** Runs a short job on the replica's thread, after what it does now. */
    void onReplicaThread(Runnable job);

    /** For the operator's log. */
    void notice(String text);

    /** The digest of this member's state after the entry at an index. */
    void digest(long index, byte[] digest);

    /** A snapshot of the own state up to an index is on disk. */
    void snapshotCreated(long index);

    /** The snapshot of a leader has taken the place of the state. */
    void snapshotInstalled(long index, String from);

    /** This member must stop: it acknowledges nothing more. */
    void fail(String what, Throwable cause);
}
