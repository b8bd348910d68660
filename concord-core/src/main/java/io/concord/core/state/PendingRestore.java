package io.concord.core.state;

import io.concord.core.access.Rules;
import io.concord.core.backup.BackupTally;

/**
 * A restore under way: the contents of a backup as they come, beside those of the store and seen by nobody. Everything has
 * its final revision and deadlines already, so that to put it in place costs nothing. Immutable.
 *
 * @param id never given again to another one
 * @param head how it began
 * @param deadlineMillis in the cluster's time: by then it is given up
 * @param sequence of the part that it waits for
 * @param tally of what has come
 * @param writtenMillis the latest time at which any of the entries was written
 * @param leaseIds by the id in the backup, the one that the lease has here
 * @param rules of the revision of all that is restored, which none had before it: what was decided by others is decided anew
 */
record PendingRestore(
        long id,
        Head head,
        long deadlineMillis,
        long sequence,
        BackupTally tally,
        long writtenMillis,
        Contents contents,
        Leases leases,
        PersistentMap<Long, Long> leaseIds,
        Revocations revocations,
        Rules rules) {
    /** How long it waits for its next part. */
    static final long PATIENCE_MILLIS = 120_000;

    /**
     * How many revisions, ids of leases and of revocations lie between those that were known when it began and its own: as
     * many writes may come meanwhile, and as many may the store have seen that was lost after its backup.
     */
    static final long AHEAD = 1_000_000_000;

    /**
     * How a restore began.
     *
     * @param revision of all that is restored
     * @param backupRevision of the backup
     * @param backupTimeMillis of the backup, from which its deadlines count
     * @param beginMillis in this cluster's time, from which what was left of them goes on
     * @param firstLeaseId from which leases get theirs
     */
    record Head(
            long revision,
            long backupRevision,
            long backupTimeMillis,
            long beginMillis,
            long firstLeaseId,
            boolean force) {}

    /** What it takes in memory, about. */
    long memoryBytes() {
        return KeyspaceView.memoryBytes(contents);
    }
}
