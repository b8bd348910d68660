package io.concord.server.raft.storage;

import io.concord.core.format.FormatException;
import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a member has on disk. The first error of the disk is the last thing that it says: from then on every call fails,
 * because nobody knows any more what is there.
 */
public final class DurableStorage implements RaftStorage, AutoCloseable {
    /**
     * Sizes, and who is told.
     *
     * @param segmentBytes of one file of the log, unless a single entry is larger
     * @param cacheBytes of the newest entries, kept in memory
     * @param syncNanos is told how long each sync of the log took
     */
    public record Options(int segmentBytes, long cacheBytes, LongConsumer syncNanos) {
        public static final Options DEFAULT = new Options(16 << 20, 16 << 20, nanos -> {});

        /** The same, telling somebody. */
        public Options telling(LongConsumer told) {
            return new Options(segmentBytes, cacheBytes, told);
        }
    }

    /** What a directory is made for, if it is empty. */
    public record Origin(String memberId, UUID incarnation, boolean founder) {}

    /** Something on the disk. */
    private interface Action<T> {
        T run() throws IOException;
    }

    private final Disk disk;
    private final Closeable lock;
    private final boolean wasEmpty;
    private final List<String> reports;
    private final IdentityFile identityFile;
    private final VoteFile vote;
    private final SegmentedLog log;
    private Identity identity;
    private @Nullable SnapshotMark snapshot;
    private @Nullable IOException failure;

    private DurableStorage(Disk disk, Closeable lock, Origin origin, Options options) throws IOException {
        this.disk = disk;
        this.lock = lock;
        this.identityFile = new IdentityFile(disk);
        removeTemporaries();
        this.wasEmpty = !disk.list().contains(IdentityFile.NAME);
        this.snapshot = newestSnapshot();
        if (wasEmpty) {
            requireNothingElse();
            this.vote = VoteFile.create(disk);
            this.identity = new Identity(origin.memberId(), origin.incarnation(), null, origin.founder());
            identityFile.write(identity);
        } else {
            this.identity = identityFile.read();
            requireOwn(origin.memberId());
            this.vote = VoteFile.read(disk);
        }
        var mark = new SyncMark(disk);
        var recovery = new LogRecovery(disk, snapshot, mark.index());
        this.log = new SegmentedLog(disk, options, recovery.run(), mark, snapshot, options.syncNanos());
        this.reports = recovery.reports();
    }

    /**
     * Opens a directory, or makes it.
     *
     * @throws IOException if it cannot be read or written, is in use, or belongs to another member
     * @throws StorageDamagedException if what is there is not what was written
     */
    public static DurableStorage open(Disk disk, Origin origin, Options options) throws IOException {
        var lock = disk.lock();
        try {
            return new DurableStorage(disk, lock, origin, options);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether this start has made the directory. */
    public boolean wasEmpty() {
        return wasEmpty;
    }

    /** What was cut at the start because it had never been synced; sentences for the operator. */
    public List<String> reports() {
        return List.copyOf(reports);
    }

    public Identity identity() {
        return identity;
    }

    /** Writes down the cluster that this member belongs to, for ever. */
    public void adoptCluster(UUID cluster) {
        if (identity.clusterId() != null && !identity.clusterId().equals(cluster)) {
            throw new IllegalStateException(
                    "this data directory belongs to cluster " + identity.clusterId() + ", not to " + cluster);
        }
        perform(() -> {
            var adopted = identity.in(cluster);
            identityFile.write(adopted);
            identity = adopted;
            return adopted;
        });
    }

    @Override
    public HardState hardState() {
        return vote.state();
    }

    @Override
    public void save(HardState state) {
        run(() -> vote.save(state));
    }

    @Override
    public long firstIndex() {
        return log.firstIndex();
    }

    @Override
    public long lastIndex() {
        return log.lastIndex();
    }

    @Override
    public long termAt(long index) {
        return log.termAt(index);
    }

    @Override
    public List<Entry> entries(long from, long to, long bytesMax) {
        return perform(() -> log.entries(from, to, bytesMax));
    }

    @Override
    public void append(List<Entry> entries) {
        run(() -> log.append(entries));
    }

    @Override
    public void truncateFrom(long index) {
        run(() -> log.truncateFrom(index));
    }

    @Override
    public void sync() {
        run(log::sync);
    }

    @Override
    public @Nullable SnapshotMark snapshot() {
        return snapshot;
    }

    @Override
    public void compactTo(long index) {
        run(() -> log.compactTo(index));
    }

    /** Bytes of the log on disk. */
    public long logBytes() {
        return log.sizeBytes();
    }

    /** Begins a snapshot of the own state; another thread may fill it. */
    public SnapshotSink beginSnapshot(SnapshotMark mark) {
        return perform(() -> new SnapshotSink(disk, mark));
    }

    /** Puts a finished snapshot in the place of the one before. */
    public void install(SnapshotSink finished) {
        run(() -> {
            put(finished.temporaryName(), finished.mark());
            log.snapshotAt(finished.mark());
        });
    }

    /** The newest snapshot. */
    public SnapshotSource openSnapshot() {
        var mark = snapshot;
        if (mark == null) {
            throw new IllegalStateException("there is no snapshot");
        }
        return perform(() -> new SnapshotSource(disk.open(SnapshotFormat.name(mark.index()))));
    }

    /** Begins to take the snapshot of a peer. */
    public SnapshotReceiver beginReceiving() {
        return perform(() -> new SnapshotReceiver(disk));
    }

    /** Puts a complete snapshot of a peer in place. The log stays if it goes on from there, and begins anew otherwise. */
    public void installReceived(SnapshotReceiver complete) {
        run(() -> {
            var mark = complete.mark();
            var continues = log.termAt(mark.index()) == mark.term();
            put(SnapshotReceiver.TEMPORARY_NAME, mark);
            if (continues) {
                log.snapshotAt(mark);
            } else {
                log.restartAfter(mark);
            }
        });
    }

    /** Ends cleanly, with everything synced. */
    @Override
    public void close() {
        close(failure == null);
    }

    /** Lets go of the files as they are, as when the process dies. */
    public void abandon() {
        close(false);
    }

    private void close(boolean clean) {
        try {
            if (clean) {
                log.sync();
            }
            log.close(clean);
            vote.close();
            lock.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    private void put(String temporaryName, SnapshotMark mark) throws IOException {
        var before = snapshot;
        disk.rename(temporaryName, SnapshotFormat.name(mark.index()));
        disk.sync();
        snapshot = mark;
        if (before != null && before.index() != mark.index()) {
            disk.delete(SnapshotFormat.name(before.index()));
        }
    }

    private @Nullable SnapshotMark newestSnapshot() throws IOException {
        var newest = disk.list().stream()
                .filter(SnapshotFormat::isName)
                .max(String::compareTo)
                .orElse(null);
        if (newest == null) {
            return null;
        }
        try (var source = new SnapshotSource(disk.open(newest))) {
            return source.mark();
        } catch (FormatException e) {
            throw new StorageDamagedException(disk.name() + "/" + newest, String.valueOf(e.getMessage()));
        }
    }

    private void removeTemporaries() throws IOException {
        for (var name : disk.list()) {
            if (name.endsWith(SnapshotFormat.TEMPORARY_SUFFIX)) {
                disk.delete(name);
            }
        }
    }

    /** The identity is the last file that is made; without it there was never anything to promise. */
    private void requireNothingElse() throws IOException {
        for (var name : disk.list()) {
            if (Segment.isName(name) || SnapshotFormat.isName(name)) {
                throw new StorageDamagedException(
                        disk.name() + "/" + IdentityFile.NAME, "it is missing, although there is " + name);
            }
        }
    }

    private void requireOwn(String memberId) throws IOException {
        if (!identity.memberId().equals(memberId)) {
            throw new IOException("it belongs to node '" + identity.memberId() + "', and this is node '" + memberId
                    + "' (concord.node.id)");
        }
    }

    private void run(IoRunnable action) {
        perform(() -> {
            action.run();
            return true;
        });
    }

    private <T> T perform(Action<T> action) {
        if (failure != null) {
            throw new UncheckedIOException("the storage has failed before: " + failure.getMessage(), failure);
        }
        try {
            return action.run();
        } catch (IOException e) {
            failure = e;
            throw new UncheckedIOException("the storage has failed: " + e.getMessage(), e);
        }
    }

    /** As {@link Action}, with nothing to tell. */
    private interface IoRunnable {
        void run() throws IOException;
    }
}
