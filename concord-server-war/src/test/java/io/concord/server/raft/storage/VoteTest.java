package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A vote while everything goes wrong at once: cut short, then cut short again while it is made good. */
class VoteTest {
    private static final HardState OLD = new HardState(1, "bob");
    private static final HardState NEW = new HardState(2, "carol");

    @Test
    void a_vote_is_the_old_one_or_the_new_one_wherever_save_and_the_next_start_are_cut_short() throws IOException {
        for (var saving = 0; saving < 4; saving++) {
            for (var starting = 0; starting < 8; starting++) {
                for (var seed = 0L; seed < 300; seed++) {
                    cutShort(saving, starting, Storages.random(seed));
                }
            }
        }
    }

    private static void cutShort(int saving, int starting, Random random) throws IOException {
        var disk = new FakeDisk();
        try (var storage = Storages.open(disk)) {
            storage.save(OLD);
        }
        var storage = Storages.open(disk);
        disk.failAfter(saving);
        try {
            storage.save(NEW);
        } catch (UncheckedIOException e) {
            // As it was told to.
        }
        end(storage, disk, random);
        disk.failAfter(starting);
        try {
            end(Storages.open(disk), disk, random);
        } catch (IOException e) {
            disk.crash(random);
        }
        disk.heal();
        requireSteady(disk, random);
    }

    /** What has been read once may have been told to others. */
    private static void requireSteady(FakeDisk disk, Random random) throws IOException {
        var storage = Storages.open(disk);
        var read = storage.hardState();
        assertThat(read).isIn(OLD, NEW);
        storage.abandon();
        disk.crash(random);
        try (var again = Storages.open(disk)) {
            assertThat(again.hardState()).isEqualTo(read);
        }
    }

    private static void end(DurableStorage storage, FakeDisk disk, Random random) {
        storage.abandon();
        if (random.nextBoolean()) {
            disk.crash(random);
        } else {
            disk.kill();
        }
    }
}
