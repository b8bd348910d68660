package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link io.concord.server.raft.consensus.RaftStorage}, and what the storage adds to it. */
class DurableStorageTest {
    private final FakeDisk disk = new FakeDisk();
    private DurableStorage storage;

    @BeforeEach
    void open() throws IOException {
        storage = Storages.open(disk);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void an_empty_directory_is_made_for_a_member() {
        assertThat(storage.wasEmpty()).isTrue();
        assertThat(storage.identity()).isEqualTo(new Identity("alice", Storages.INCARNATION, null, true));
        assertThat(storage.hardState()).isEqualTo(HardState.INITIAL);
        assertThat(storage.firstIndex()).isEqualTo(1);
        assertThat(storage.lastIndex()).isZero();
        assertThat(storage.termAt(0)).isZero();
        assertThat(storage.termAt(1)).isEqualTo(-1);
    }

    @Test
    void the_identity_stays_what_it_was_first() throws IOException {
        storage.adoptCluster(Storages.CLUSTER);
        storage.close();

        storage = DurableStorage.open(disk, new DurableStorage.Origin("alice", new UUID(9, 9), false), Storages.SMALL);

        assertThat(storage.wasEmpty()).isFalse();
        assertThat(storage.identity()).isEqualTo(new Identity("alice", Storages.INCARNATION, Storages.CLUSTER, true));
        storage.adoptCluster(Storages.CLUSTER);
        assertThatThrownBy(() -> storage.adoptCluster(new UUID(5, 5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("belongs to cluster " + Storages.CLUSTER);
        storage.sync();
    }

    @Test
    void entries_come_back_in_pieces_of_at_least_one() throws IOException {
        Storages.append(storage, 1, 8, 1);
        storage.close();
        storage = Storages.open(disk);

        assertThat(indices(storage.entries(1, 8, 1))).containsExactly(1L);
        assertThat(indices(storage.entries(2, 8, 120))).containsExactly(2L, 3L);
        assertThat(indices(storage.entries(5, 5, 1_000))).containsExactly(5L);
        assertThatThrownBy(() -> storage.entries(9, 9, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.entries(0, 9, 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entries_that_do_not_follow_are_refused_and_change_nothing() {
        Storages.append(storage, 1, 2, 3);

        assertThatThrownBy(() -> storage.append(List.of(Storages.entry(4, 3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.append(List.of(Storages.entry(3, 3), Storages.entry(5, 3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.append(List.of(Storages.entry(3, 2))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(storage.lastIndex()).isEqualTo(2);
        Storages.append(storage, 3, 3, 3);
    }

    @Test
    void a_term_that_goes_back_is_not_saved() {
        storage.save(new HardState(5, "bob"));

        assertThatThrownBy(() -> storage.save(new HardState(4, "carol"))).isInstanceOf(IllegalArgumentException.class);

        assertThat(storage.hardState()).isEqualTo(new HardState(5, "bob"));
    }

    @Test
    void many_appends_are_one_sync_and_none_is_free() {
        var before = storage.syncs();

        storage.append(List.of(Storages.entry(1, 1)));
        storage.append(List.of(Storages.entry(2, 1)));
        storage.sync();
        storage.sync();

        assertThat(storage.syncs() - before).isEqualTo(1);
        assertThat(storage.appendedBytes()).isEqualTo(2L * LogRecord.bytes(Storages.entry(1, 1)));
        assertThat(storage.logBytes()).isEqualTo(disk.size(Segment.name(1)));
    }

    @Test
    void a_batch_is_one_write() throws IOException {
        storage.close();
        storage = DurableStorage.open(disk, Storages.ALICE, DurableStorage.Options.DEFAULT);
        Storages.append(storage, 1, 1, 1);
        var batch = new ArrayList<Entry>();
        for (var index = 2; index <= 500; index++) {
            batch.add(Storages.entry(index, 1));
        }
        var before = disk.operations();

        storage.append(batch);

        assertThat(disk.operations() - before).isEqualTo(1);
    }

    @Test
    void the_time_of_each_sync_is_told() throws IOException {
        storage.close();
        var told = new ArrayList<Long>();
        storage = DurableStorage.open(disk, Storages.ALICE, Storages.SMALL.telling(told::add));

        Storages.append(storage, 1, 2, 1);

        assertThat(told).hasSize(1).allMatch(nanos -> nanos >= 0);
    }

    @Test
    void removed_entries_stay_removed_over_a_loss_of_power() throws IOException {
        Storages.append(storage, 1, 9, 1);

        storage.truncateFrom(5);
        storage.append(List.of(Storages.entry(5, 2)));
        storage.abandon();
        disk.crash(new Random(3));

        storage = Storages.open(disk);
        assertThat(storage.lastIndex()).isBetween(4L, 5L);
        assertThat(storage.termAt(5)).isIn(-1L, 2L);
    }

    @Test
    void the_term_before_the_first_entry_is_known_after_compaction_and_a_restart() throws IOException {
        Storages.append(storage, 1, 4, 1);
        Storages.append(storage, 5, 9, 2);
        Storages.snapshot(storage, 8, "state");

        storage.compactTo(6);

        assertThat(storage.firstIndex()).isEqualTo(7);
        assertThat(storage.termAt(6)).isEqualTo(2);
        assertThat(storage.termAt(5)).isEqualTo(-1);
        assertThat(storage.termAt(0)).isZero();
        storage.close();
        storage = Storages.open(disk);
        assertThat(storage.firstIndex()).isEqualTo(7);
        assertThat(storage.termAt(6)).isEqualTo(2);
    }

    @Test
    void what_a_snapshot_does_not_have_is_not_compacted_and_what_it_has_is_not_removed() throws IOException {
        Storages.append(storage, 1, 9, 1);
        Storages.snapshot(storage, 5, "state");

        assertThatThrownBy(() -> storage.compactTo(6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> storage.truncateFrom(5)).isInstanceOf(IllegalArgumentException.class);

        storage.truncateFrom(6);
        assertThat(storage.lastIndex()).isEqualTo(5);
    }

    @Test
    void after_an_error_every_call_fails() {
        Storages.append(storage, 1, 1, 1);
        storage.append(List.of(Storages.entry(2, 1)));
        disk.failOnce(FakeDisk.Operation.SYNC, 0);
        assertThatThrownBy(storage::sync).isInstanceOf(UncheckedIOException.class);

        List<ThrowingCallable> calls = List.of(
                storage::sync,
                storage::hardState,
                storage::firstIndex,
                storage::lastIndex,
                storage::snapshot,
                storage::openSnapshot,
                storage::beginReceiving,
                () -> storage.termAt(1),
                () -> storage.entries(1, 1, 1),
                () -> storage.append(List.of()),
                () -> storage.truncateFrom(1),
                () -> storage.compactTo(0),
                () -> storage.save(new HardState(1, null)),
                () -> storage.adoptCluster(Storages.CLUSTER),
                () -> storage.beginSnapshot(Storages.mark(1, 1)));

        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage("storage has failed: no space left on device"));
    }

    @Test
    void the_cache_is_bounded_in_bytes() {
        var cache = new EntryCache(3_000);
        for (var index = 1; index <= 10_000; index++) {
            cache.add(new Entry(index, 1, index, Entry.Kind.COMMAND, new byte[460]));
        }

        assertThat(cache.bytes()).isLessThanOrEqualTo(3_000);
        assertThat(cache.has(9_995)).isTrue();
        assertThat(cache.has(9_994)).isFalse();
        cache.truncateFrom(9_998);
        assertThat(indices(cache.from(9_995, 10_000, 10_000))).containsExactly(9_995L, 9_996L, 9_997L);
    }

    private static List<Long> indices(List<Entry> entries) {
        return entries.stream().map(Entry::index).toList();
    }
}
