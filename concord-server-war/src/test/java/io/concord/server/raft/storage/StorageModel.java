package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import io.concord.server.raft.consensus.SnapshotMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a storage should have: what it must have kept over a crash, and what it may have kept. The entries since the beginning
 * are remembered, also those that a snapshot has replaced.
 */
final class StorageModel {
    private List<Entry> entries = new ArrayList<>();
    private int synced;
    private List<Entry> before = List.of();
    private HardState state = HardState.INITIAL;
    private @Nullable HardState saving;
    private @Nullable UUID cluster;
    private @Nullable UUID adopting;
    private @Nullable SnapshotMark snapshot;
    private @Nullable SnapshotMark installing;

    long lastIndex() {
        return entries.size();
    }

    long lastTerm() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).term();
    }

    long lastTimeMillis() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).timeMillis();
    }

    long termAt(long index) {
        return index == 0 ? 0 : entries.get((int) index - 1).term();
    }

    HardState state() {
        return state;
    }

    long snapshotIndex() {
        return snapshot == null ? 0 : snapshot.index();
    }

    void append(List<Entry> added) {
        entries.addAll(added);
    }

    void synced() {
        synced = entries.size();
    }

    /** From now on until it is done, the removed entries may or may not be there. */
    void truncating(long index) {
        before = List.copyOf(entries);
        entries = new ArrayList<>(entries.subList(0, (int) index - 1));
        synced = Math.min(synced, entries.size());
    }

    void saving(HardState next) {
        saving = next;
    }

    void adopting(UUID id) {
        adopting = id;
    }

    boolean hasCluster() {
        return cluster != null;
    }

    void installing(SnapshotMark mark) {
        installing = mark;
    }

    /** A snapshot of a peer with these entries up to its mark. */
    void receiving(SnapshotMark mark, List<Entry> history) {
        installing = mark;
        if (mark.index() > entries.size() || termAt(mark.index()) != mark.term()) {
            before = List.copyOf(entries);
            entries = new ArrayList<>(history);
            synced = Math.min(synced, entries.size());
        }
    }

    /** The operation has returned. */
    void done() {
        state = saving == null ? state : saving;
        saving = null;
        cluster = adopting == null ? cluster : adopting;
        adopting = null;
        snapshot = installing == null ? snapshot : installing;
        if (installing != null) {
            synced = (int) Math.max(synced, installing.index());
        }
        installing = null;
        before = List.of();
    }

    /** The storage is as it should be while nothing has gone wrong. */
    void requireSame(DurableStorage storage) {
        assertThat(storage.hardState()).isEqualTo(state);
        assertThat(storage.lastIndex()).isEqualTo(lastIndex());
        assertThat(storage.lastTimeMillis()).isEqualTo(lastTimeMillis());
        requirePrefix(storage, entries);
    }

    /** After a crash: what was acknowledged, and nothing that was never there. Then that is what it has. */
    void requireSurvived(DurableStorage storage) {
        assertThat(storage.hardState()).isIn(saving == null ? List.of(state) : List.of(state, saving));
        requireCluster(storage);
        requireSnapshot(storage);
        if (storage.lastIndex() <= entries.size() && matches(storage, entries)) {
            assertThat(storage.lastIndex()).as("last index").isGreaterThanOrEqualTo(synced);
            entries = new ArrayList<>(entries.subList(0, (int) storage.lastIndex()));
        } else {
            assertThat(storage.lastIndex()).as("last index").isBetween((long) synced, (long) before.size());
            requirePrefix(storage, before);
            entries = new ArrayList<>(before.subList(0, (int) storage.lastIndex()));
        }
        assertThat(storage.lastTimeMillis()).isEqualTo(lastTimeMillis());
        synced = entries.size();
        state = storage.hardState();
        saving = null;
        installing = null;
        before = List.of();
    }

    private void requireCluster(DurableStorage storage) {
        var found = storage.identity().clusterId();
        assertThat(found).isIn(cluster, adopting == null ? cluster : adopting);
        cluster = found;
        adopting = null;
    }

    private void requireSnapshot(DurableStorage storage) {
        var found = storage.snapshot();
        var index = found == null ? 0 : found.index();
        assertThat(index)
                .isIn(installing == null ? List.of(snapshotIndex()) : List.of(snapshotIndex(), installing.index()));
        snapshot = found;
    }

    private void requirePrefix(DurableStorage storage, List<Entry> expected) {
        assertThat(matches(storage, expected)).as("entries").isTrue();
    }

    private boolean matches(DurableStorage storage, List<Entry> expected) {
        for (var index = storage.firstIndex(); index <= storage.lastIndex(); ) {
            for (var entry : storage.entries(index, storage.lastIndex(), 200)) {
                if (!same(entry, expected.get((int) index - 1)) || storage.termAt(index) != entry.term()) {
                    return false;
                }
                index++;
            }
        }
        var first = storage.firstIndex() - 1;
        return storage.termAt(first)
                        == (first == 0 ? 0 : expected.get((int) first - 1).term())
                && first <= snapshotIndex();
    }

    private static boolean same(Entry one, Entry other) {
        return one.index() == other.index()
                && one.term() == other.term()
                && one.timeMillis() == other.timeMillis()
                && one.kind() == other.kind()
                && Arrays.equals(one.data(), other.data());
    }
}
