package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each byte of each file rots, one at a time: nothing is ever taken for what it was not. */
class DamageTest {
    private static final int[] MASKS = {0x01, 0x80, 0xff};

    /** What somebody finds on the disk with one byte changed. */
    private interface Check {
        void run(FakeDisk rotten, String where) throws IOException;
    }

    private final FakeDisk disk = new FakeDisk();

    @BeforeEach
    void write() throws IOException {
        try (var storage = Storages.open(disk)) {
            storage.adoptCluster(Storages.CLUSTER);
            storage.save(new HardState(2, "bob"));
            Storages.append(storage, 1, 5, 1);
            Storages.snapshot(storage, 3, "the state at 3");
            Storages.append(storage, 6, 8, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4, 7})
    void each_byte_of_a_synced_segment(long firstIndex) throws IOException {
        forEachByte(
                Segment.name(firstIndex), (rotten, where) -> requireRefused(rotten, Segment.name(firstIndex), where));
    }

    /** The last batch before a loss of power looks the same whether it was synced or not; it is never taken for sound. */
    @Test
    void each_byte_of_the_last_segment_while_the_mark_is_lost() throws IOException {
        disk.remove("mark");

        forEachByte(Segment.name(7), (rotten, where) -> {
            try (var storage = Storages.open(rotten)) {
                assertThat(storage.recovery().firstIndex()).as(where).isBetween(7L, 8L);
                assertThat(storage.reports())
                        .as(where)
                        .singleElement()
                        .asString()
                        .contains(Segment.name(7));
                assertThat(storage.lastIndex())
                        .as(where)
                        .isEqualTo(storage.recovery().firstIndex() - 1);
            } catch (StorageDamagedException e) {
                requireAdvice(e, Segment.name(7), where);
            }
        });
    }

    @Test
    void each_byte_of_the_identity() throws IOException {
        forEachByte("identity", (rotten, where) -> requireRefused(rotten, "identity", where));
    }

    @Test
    void each_byte_of_the_vote_has_its_twin() throws IOException {
        forEachByte("vote", (rotten, where) -> {
            try (var storage = Storages.open(rotten)) {
                assertThat(storage.hardState()).as(where).isEqualTo(new HardState(2, "bob"));
            }
        });
    }

    @Test
    void both_copies_of_the_vote() {
        disk.rot("vote", 20);
        disk.rot("vote", VoteFile.SLOT_BYTES + 20);

        requireRefused(disk, "vote", "both");
    }

    @Test
    void a_copy_of_the_vote_is_made_good_at_the_next_start() throws IOException {
        disk.rot("vote", 20);
        Storages.open(disk).close();
        disk.rot("vote", VoteFile.SLOT_BYTES + 20);

        try (var storage = Storages.open(disk)) {
            assertThat(storage.hardState()).isEqualTo(new HardState(2, "bob"));
        }
    }

    @Test
    void each_byte_of_the_mark_is_of_no_consequence() throws IOException {
        forEachByte("mark", (rotten, where) -> {
            try (var storage = Storages.open(rotten)) {
                assertThat(storage.lastIndex()).as(where).isEqualTo(8);
                assertThat(storage.reports()).as(where).isEmpty();
            }
        });
    }

    @Test
    void each_byte_of_the_snapshot() throws IOException {
        var name = SnapshotFormat.name(3);

        forEachByte(name, (rotten, where) -> {
            var refusal = catchThrowable(() -> {
                try (var storage = Storages.open(rotten)) {
                    Storages.content(storage);
                }
            });
            requireAdvice(refusal, name, where);
        });
    }

    @Test
    void a_byte_that_rots_while_the_member_runs_ends_the_storage() throws IOException {
        try (var storage = Storages.open(disk)) {
            disk.rot(Segment.name(4), 40);

            var failure = catchThrowable(() -> storage.entries(4, 4, 100));

            assertThat(failure).hasMessageContaining(Segment.name(4)).hasMessageContaining("entry 4");
            assertThat(catchThrowable(storage::sync)).hasMessageContaining("storage has failed");
        }
    }

    @Test
    void a_copy_of_a_record_in_the_data_of_an_entry_is_not_taken_for_one() throws IOException {
        var empty = new FakeDisk();
        try (var storage = DurableStorage.open(empty, Storages.ALICE, DurableStorage.Options.DEFAULT)) {
            Storages.append(storage, 1, 1, 1);
            // The file of another member, where more has been synced, is put as a value.
            var foreign = new FakeDisk();
            try (var other = DurableStorage.open(foreign, Storages.ALICE, DurableStorage.Options.DEFAULT)) {
                Storages.append(other, 1, 5, 1);
            }
            storage.append(List.of(new Entry(2, 1, 21, Entry.Kind.COMMAND, foreign.bytes(Segment.name(1)))));
            storage.abandon();
        }
        empty.cut(Segment.name(1), empty.size(Segment.name(1)) - 1);

        try (var storage = Storages.open(empty)) {
            assertThat(storage.lastIndex()).isEqualTo(1);
            assertThat(storage.recovery().firstIndex()).isEqualTo(2);
        }
    }

    private void forEachByte(String name, Check check) throws IOException {
        for (var offset = 0; offset < disk.size(name); offset++) {
            for (var mask : MASKS) {
                var rotten = disk.copy();
                rotten.rot(name, offset, mask);
                check.run(rotten, name + " byte " + offset + " mask " + mask);
            }
        }
    }

    private static void requireRefused(FakeDisk rotten, String name, String where) {
        requireAdvice(catchThrowable(() -> Storages.open(rotten)), name, where);
    }

    private static void requireAdvice(Throwable refusal, String name, String where) {
        assertThat(refusal)
                .as(where)
                .isInstanceOf(StorageDamagedException.class)
                .hasMessageContaining("fake/" + name)
                .hasMessageContaining("move its data directory away");
    }
}
