package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Random histories of a storage on a disk that crashes, against {@link StorageModel}. The seed is in the message. */
class RandomStorageTest {
    private static final int SEEDS = 2_000;

    @Test
    void nothing_acknowledged_is_lost_and_nothing_removed_comes_back() {
        var restarts = 0L;
        for (var seed = 1L; seed <= SEEDS; seed++) {
            restarts += run(seed, false);
        }

        assertThat(restarts).isGreaterThan(SEEDS);
    }

    @Test
    void a_disk_that_does_not_sync_is_noticed() {
        var noticed = 0;
        for (var seed = 1L; seed <= 20; seed++) {
            try {
                run(seed, true);
            } catch (AssertionError | RuntimeException e) {
                noticed++;
            }
        }

        assertThat(noticed).isGreaterThan(15);
    }

    private static long run(long seed, boolean lying) {
        try {
            return new StorageHistory(seed, lying).run(60);
        } catch (AssertionError | Exception e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }
}
