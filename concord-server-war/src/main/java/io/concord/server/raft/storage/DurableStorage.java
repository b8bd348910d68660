package io.concord.server.raft.storage;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import io.concord.server.raft.consensus.RaftStorage;
import io.concord.server.raft.consensus.SnapshotMark;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a member has on disk. The first error of the disk is the last thing that it says: from then on every call fails,
 * because nobody knows any more what is there.
 */
public final class DurableStorage implements RaftStorage, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DurableStorage.class.getName());

    /**
     * Sizes, and who is told.
     *
     * @param segmentBytes of one file of the log, unless a single entry is larger
     * @param cacheBytes of the newest entries, kept in memory
     * @param syncNanos is told how long each sync of the log took, on the thread of the storage
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

    private final Closeable lock;
    private final MemberFiles files;
    private final SnapshotShelf shelf;
    private final SegmentedLog log;
    private final RecoveryReport recovery;
    private final StorageCounters counters;
    private final Disk disk;
    private final Poison poison = new Poison();
    private boolean closed;

    private DurableStorage(Disk disk, Closeable lock, Origin origin, Options options) throws IOException {
        this.disk = disk;
        this.lock = lock;
        // Names that a killed process has made or changed last are in the system's memory only.
        disk.sync();
        this.files = MemberFiles.open(disk, origin);
        this.shelf = new SnapshotShelf(disk);
        this.counters = new StorageCounters(options.syncNanos());
        var mark = new SyncMark(disk);
        var logRecovery = new LogRecovery(disk, shelf.newest(), mark);
        this.log = new SegmentedLog(disk, options, logRecovery, mark, shelf.newest(), counters);
        this.recovery = logRecovery.report();
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
        return files.wereMade();
    }

    /** What was cut at the start because it had never been synced; the caller logs it. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /** The notes of {@link #recovery}; sentences for the operator. */
    public List<String> reports() {
        return recovery.notes();
    }

    public Identity identity() {
        return files.identity();
    }

    /**
     * Writes down the cluster that this member belongs to, for ever.
     *
     * @throws IllegalStateException if it belongs to another
     */
    public void adoptCluster(UUID cluster) {
        poison.check();
        files.requireNoOther(cluster);
        poison.run(() -> files.adopt(cluster));
    }

    @Override
    public HardState hardState() {
        poison.check();
        return files.vote().state();
    }

    @Override
    public void save(HardState state) {
        poison.check();
        files.vote().requireSavable(state);
        poison.run(() -> files.vote().save(state));
    }

    @Override
    public long firstIndex() {
        poison.check();
        return log.firstIndex();
    }

    @Override
    public long lastIndex() {
        poison.check();
        return log.lastIndex();
    }

    @Override
    public long termAt(long index) {
        poison.check();
        return log.termAt(index);
    }

    @Override
    public long lastTimeMillis() {
        poison.check();
        return log.lastTimeMillis();
    }

    @Override
    public List<Entry> entries(long from, long to, long bytesMax) {
        poison.check();
        log.requireThere(from);
        return poison.call(() -> log.entries(from, to, bytesMax));
    }

    @Override
    public void append(List<Entry> entries) {
        poison.check();
        log.requireAppendable(entries);
        poison.run(() -> log.append(entries));
    }

    @Override
    public void truncateFrom(long index) {
        poison.check();
        if (index <= snapshotIndex()) {
            throw new IllegalArgumentException(
                    "entry " + index + " is in the snapshot at " + snapshotIndex() + " and stays");
        }
        poison.run(() -> log.truncateFrom(index));
    }

    @Override
    public void sync() {
        poison.run(log::sync);
    }

    @Override
    public @Nullable SnapshotMark snapshot() {
        poison.check();
        return shelf.newest();
    }

    @Override
    public void compactTo(long index) {
        poison.check();
        if (index > snapshotIndex()) {
            throw new IllegalArgumentException(
                    "entry " + index + " is not in a snapshot yet; the newest is at " + snapshotIndex());
        }
        poison.run(() -> log.compactTo(index));
    }

    /** Bytes of the log on disk; for any thread. */
    public long logBytes() {
        return counters.logBytes();
    }

    /** How often the log was synced since the start; for any thread. */
    public long syncs() {
        return counters.syncs();
    }

    /** Bytes that were written to the log since the start; for any thread. */
    public long appendedBytes() {
        return counters.appendedBytes();
    }

    /** Begins a snapshot of the own state; another thread may fill it. */
    public SnapshotSink beginSnapshot(SnapshotMark mark) {
        return poison.call(() -> new SnapshotSink(disk, mark));
    }

    /** Puts a finished snapshot in the place of the one before. */
    public void install(SnapshotSink finished) {
        poison.check();
        var mark = finished.finishedMark();
        shelf.requireNotOlder(mark);
        poison.run(() -> {
            shelf.put(finished.temporaryName(), mark);
            log.snapshotAt(mark);
        });
    }

    /** The newest snapshot. */
    public SnapshotSource openSnapshot() {
        poison.check();
        shelf.requireOne();
        return poison.call(shelf::open);
    }

    /** Begins to take the snapshot of a peer. */
    public SnapshotReceiver beginReceiving() {
        return poison.call(() -> new SnapshotReceiver(disk));
    }

    /** Puts a complete snapshot of a peer in place. The log stays if it goes on from there, and begins anew otherwise. */
    public void installReceived(SnapshotReceiver complete) {
        poison.check();
        var mark = complete.mark();
        shelf.requireNotOlder(mark);
        poison.run(() -> {
            var goesOn = log.termAt(mark.index()) == mark.term();
            shelf.put(SnapshotReceiver.TEMPORARY_NAME, mark);
            if (goesOn) {
                log.snapshotAt(mark);
            } else {
                log.restartAfter(mark);
            }
        });
    }

    /** Ends cleanly, with everything synced. */
    @Override
    public void close() {
        close(!poison.isPoisoned());
    }

    /** Lets go of the files as they are, as when the process dies. */
    public void abandon() {
        close(false);
    }

    private void close(boolean clean) {
        if (closed) {
            return;
        }
        closed = true;
        if (clean) {
            letGo(log::sync);
        }
        letGo(() -> log.close(clean));
        letGo(files.vote()::close);
        letGo(lock::close);
        poison.end("it has been closed");
    }

    /** What was not synced was never acknowledged, so that an error at the end loses nothing; somebody should know. */
    private void letGo(Poison.Step step) {
        try {
            step.run();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the data in " + disk.name() + " could not be closed cleanly", e);
        }
    }

    private long snapshotIndex() {
        var newest = shelf.newest();
        return newest == null ? 0 : newest.index();
    }
}
