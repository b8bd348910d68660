package io.concord.server.raft.consensus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log, term and vote of a member, as the algorithm needs them. One thread at a time. Every method may throw an
 * {@link java.io.UncheckedIOException}; then the member must stop at once and acknowledge nothing more, and so does the
 * storage: every later call throws again.
 *
 * <p>What is appended or truncated is visible to the readers of this interface at once and survives a loss of power after
 * {@link #sync}. Entries up to the snapshot's index may be gone; those from {@link #firstIndex} are there.
 */
public interface RaftStorage {
    HardState hardState();

    /** On disk when it returns. The term never goes back. */
    void save(HardState state);

    /** The index of the oldest entry that {@link #entries} can give; {@code lastIndex() + 1} when there is none. */
    long firstIndex();

    /** The index of the newest entry, or of the snapshot when there is none after it; 0 at the beginning. */
    long lastIndex();

    /** The term of the entry at an index, also at {@code firstIndex() - 1}; 0 at index 0; -1 where it is not known. */
    long termAt(long index);

    /** The cluster's time of the newest entry, or of the snapshot when there is none after it; 0 at the beginning. */
    long lastTimeMillis();

    /**
     * Consecutive entries beginning with {@code from}, ending with {@code to} at the latest, and as many as fit into
     * {@code bytesMax}, but at least one.
     *
     * @throws IllegalArgumentException if {@code from} is before {@link #firstIndex} or after {@link #lastIndex}
     */
    List<Entry> entries(long from, long to, long bytesMax);

    /** Appends consecutive entries, the first of which follows {@link #lastIndex}; neither term nor time goes back. */
    void append(List<Entry> entries);

    /** Removes the entry at an index and all after it. Never an index at or before the snapshot's. */
    void truncateFrom(long index);

    /** Returns once everything appended or truncated before survives a loss of power. Free when nothing was. */
    void sync();

    /** The newest snapshot on disk; null before the first. */
    @Nullable SnapshotMark snapshot();

    /** Allows to remove entries up to and including an index, which is not after the snapshot's. */
    void compactTo(long index);
}
