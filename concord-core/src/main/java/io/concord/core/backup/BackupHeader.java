package io.concord.core.backup;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Limits;

/**
 * Where a backup comes from, and when it was made.
 *
 * @param clusterId made when the cluster was founded
 * @param cluster the cluster's name
 * @param node that wrote it
 * @param productVersion of that node
 * @param createdMillis since the epoch, by that node's clock
 * @param revision of the store: all of the backup is as it was after it
 * @param timeMillis the cluster's time, from which deadlines in it count
 */
public record BackupHeader(
        String clusterId,
        String cluster,
        String node,
        String productVersion,
        long createdMillis,
        long revision,
        long timeMillis) {
    private static final long REVISION_MAX = 1L << 62;

    /** Of one that is restored: the revisions after it are still those of a backup. */
    public static final long RESTORED_REVISION_MAX = 1L << 61;

    public BackupHeader {
        if (revision < 0 || revision > REVISION_MAX) {
            throw new FormatException("backup has the revision " + revision);
        }
        Limits.requireTime(createdMillis);
        Limits.requireTime(timeMillis);
    }

    ByteWriter write() {
        return new ByteWriter()
                .string(clusterId)
                .string(cluster)
                .string(node)
                .string(productVersion)
                .i64(createdMillis)
                .i64(revision)
                .i64(timeMillis);
    }

    static BackupHeader read(ByteReader in) {
        return new BackupHeader(in.string(), in.string(), in.string(), in.string(), in.i64(), in.i64(), in.i64());
    }
}
