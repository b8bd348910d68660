package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random histories of a storage on a disk that crashes, against {@link StorageModel}. The seed is in the message. */
class RandomStorageTest {
    private static final int SEEDS = 2_000;

    @Test
    void nothing_acknowledged_is_lost_and_nothing_removed_comes_back() {
        var restarts = 0L;
        for (var seed = 1L; seed <= SEEDS; seed++) {
            restarts += run(seed, disk -> {});
        }

        assertThat(restarts).isGreaterThan(SEEDS);
    }

    @Test
    void after_an_error_at_any_operation_nothing_more_is_said_and_nothing_acknowledged_is_lost() {
        var failures = 0;
        for (var seed = 1L; seed <= 10; seed++) {
            for (var operation = 0; fails(seed, operation); operation++) {
                failures++;
            }
        }

        assertThat(failures).isGreaterThan(500);
    }

    @Test
    void a_disk_that_does_not_sync_is_noticed() {
        assertThat(noticed(20, FakeDisk::ignoreSync)).isGreaterThan(15);
    }

    @Test
    void a_storage_that_does_not_look_at_checksums_is_noticed() {
        assertThat(noticed(1_000, FakeDisk::fitChecksums)).isGreaterThan(20);
    }

    private static int noticed(int seeds, Consumer<FakeDisk> flaw) {
        var noticed = 0;
        for (var seed = 1L; seed <= seeds; seed++) {
            try {
                run(seed, flaw);
            } catch (AssertionError | RuntimeException e) {
                noticed++;
            }
        }
        return noticed;
    }

    private static boolean fails(long seed, int operation) {
        try {
            return new StorageHistory(seed, disk -> {}).runUntilFailure(60, operation);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ", operation " + operation + ": " + e, e);
        }
    }

    private static long run(long seed, Consumer<FakeDisk> flaw) {
        try {
            return new StorageHistory(seed, flaw).run(60);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }
}
