package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.format.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots: made, replaced, sent, received and put in place. */
class SnapshotTest {
    private final FakeDisk disk = new FakeDisk();
    private DurableStorage storage;

    @BeforeEach
    void open() throws IOException {
        storage = Storages.open(disk);
        Storages.append(storage, 1, 9, 1);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void a_snapshot_survives_and_replaces_the_one_before() throws IOException {
        Storages.snapshot(storage, 4, "state at 4");
        Storages.snapshot(storage, 7, "state at 7");
        restart();

        assertThat(Storages.content(storage)).isEqualTo("state at 7");
        assertThat(storage.snapshot()).isNotNull().satisfies(mark -> {
            assertThat(mark.index()).isEqualTo(7);
            assertThat(mark.term()).isEqualTo(1);
            assertThat(mark.membership()).asString().isEqualTo("alice,bob,carol");
        });
        assertThat(disk.list()).doesNotContain(SnapshotFormat.name(4));
    }

    @Test
    void a_snapshot_in_the_making_does_not_concern_the_log_and_is_gone_after_a_restart() throws IOException {
        var sink = storage.beginSnapshot(Storages.mark(5, 1));
        sink.stream().write(new byte[300_000]);
        Storages.append(storage, 10, 11, 1);
        assertThatThrownBy(() -> storage.install(sink)).isInstanceOf(IllegalStateException.class);
        restart();

        assertThat(storage.snapshot()).isNull();
        assertThat(storage.lastIndex()).isEqualTo(11);
        assertThat(disk.list()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void an_error_while_it_is_written_is_the_writers_alone() throws IOException {
        var sink = storage.beginSnapshot(Storages.mark(5, 1));
        disk.failOnce(FakeDisk.Operation.WRITE, 0);

        assertThatThrownBy(() -> sink.stream().write(new byte[300_000])).isInstanceOf(IOException.class);

        sink.close();
        Storages.append(storage, 10, 10, 1);
    }

    @Test
    void an_older_snapshot_does_not_replace_a_newer_one() throws IOException {
        Storages.snapshot(storage, 7, "state at 7");

        assertThatThrownBy(() -> Storages.snapshot(storage, 4, "state at 4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the snapshot at 4 is older than the one at 7");
        assertThat(Storages.content(storage)).isEqualTo("state at 7");
    }

    @Test
    void a_snapshot_stays_readable_while_a_newer_one_replaces_it() throws IOException {
        Storages.snapshot(storage, 4, "state at 4");
        try (var source = storage.openSnapshot()) {
            Storages.snapshot(storage, 7, "state at 7");

            assertThat(source.read(0, (int) source.totalBytes())).isEqualTo(Storages.snapshotFile(4, 1, "state at 4"));
        }
    }

    @Test
    void a_received_snapshot_begins_the_log_anew_behind_it() throws IOException {
        storage.installReceived(Storages.receive(storage, Storages.snapshotFile(20, 3, "state at 20"), 7));

        assertThat(storage.firstIndex()).isEqualTo(21);
        assertThat(storage.lastIndex()).isEqualTo(20);
        assertThat(storage.termAt(20)).isEqualTo(3);
        Storages.append(storage, 21, 24, 3);
        restart();
        assertThat(storage.firstIndex()).isEqualTo(21);
        assertThat(storage.lastIndex()).isEqualTo(24);
        assertThat(storage.termAt(20)).isEqualTo(3);
        assertThat(Storages.content(storage)).isEqualTo("state at 20");
    }

    @Test
    void a_received_snapshot_of_what_the_log_has_leaves_the_log() throws IOException {
        storage.installReceived(Storages.receive(storage, Storages.snapshotFile(5, 1, "state at 5"), 1_000));

        assertThat(storage.firstIndex()).isEqualTo(1);
        assertThat(storage.lastIndex()).isEqualTo(9);
    }

    @Test
    void a_received_snapshot_of_another_history_ends_the_log_even_if_the_power_fails_before_that_is_done()
            throws IOException {
        var file = Storages.snapshotFile(5, 2, "state at 5");
        for (var operation = 0; operation < 12; operation++) {
            var copy = disk.copy();
            var member = Storages.open(copy);
            var receiver = Storages.receive(member, file, 1_000);
            copy.failAfter(operation);
            try {
                member.installReceived(receiver);
            } catch (UncheckedIOException e) {
                // At every place, one after the other.
            }
            member.abandon();
            copy.crash(new Random(operation));
            requireOneHistory(copy);
        }
    }

    @Test
    void a_log_that_was_thrown_away_after_a_kill_is_not_missed_after_a_loss_of_power() throws IOException {
        var file = Storages.snapshotFile(5, 2, "state at 5");
        for (var operation = 0; operation < 12; operation++) {
            var copy = disk.copy();
            var member = Storages.open(copy);
            var receiver = Storages.receive(member, file, 1_000);
            copy.failAfter(operation);
            try {
                member.installReceived(receiver);
            } catch (UncheckedIOException e) {
                // At every place, one after the other.
            }
            member.abandon();
            copy.kill();
            copy.heal();
            Storages.open(copy).abandon();
            copy.crash(new Random(operation));
            requireOneHistory(copy);
        }
    }

    private static void requireOneHistory(FakeDisk copy) throws IOException {
        for (var start = 0; start < 2; start++) {
            try (var member = Storages.open(copy)) {
                var installed = member.snapshot() != null;
                assertThat(member.lastIndex()).isEqualTo(installed ? 5 + start : 9 + start);
                assertThat(member.termAt(5)).isEqualTo(installed ? 2 : 1);
                member.append(List.of(Storages.entry(member.lastIndex() + 1, 2)));
            }
        }
    }

    @Test
    void a_damaged_snapshot_of_a_peer_is_refused_and_harms_nobody() throws IOException {
        var file = Storages.snapshotFile(20, 3, "state at 20");
        for (var offset = 0; offset < file.length; offset++) {
            var damaged = file.clone();
            damaged[offset] ^= 1;

            assertThatThrownBy(() -> Storages.receive(storage, damaged, 16)).isInstanceOf(FormatException.class);
        }
        for (var length = 0; length < file.length; length++) {
            var cut = Arrays.copyOf(file, length);

            assertThatThrownBy(() -> Storages.receive(storage, cut, 16)).isInstanceOf(FormatException.class);
        }

        assertThat(disk.list()).noneMatch(name -> name.endsWith(".tmp"));
        Storages.append(storage, 10, 10, 1);
    }

    @Test
    void pieces_come_in_order_and_only_a_complete_snapshot_is_installed() throws IOException {
        try (var receiver = storage.beginReceiving()) {
            receiver.write(0, new byte[10]);

            assertThatThrownBy(() -> receiver.write(11, new byte[1])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> storage.installReceived(receiver)).isInstanceOf(IllegalStateException.class);
            assertThat(receiver.received()).isEqualTo(10);
        }
    }

    private void restart() throws IOException {
        storage.abandon();
        disk.crash(new Random(5));
        storage = Storages.open(disk);
    }
}
