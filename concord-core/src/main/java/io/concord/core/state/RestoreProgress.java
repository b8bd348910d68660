package io.concord.core.state;

/**
 * How far a restore is.
 *
 * @param sequence of the part that it waits for
 * @param entries that have come
 * @param deadlineMillis in the cluster's time: by then it is given up, unless the next part comes before
 */
public record RestoreProgress(long id, long sequence, long entries, long deadlineMillis) {
    static RestoreProgress of(PendingRestore restore) {
        return new RestoreProgress(
                restore.id(), restore.sequence(), restore.tally().totals().entries(), restore.deadlineMillis());
    }
}
