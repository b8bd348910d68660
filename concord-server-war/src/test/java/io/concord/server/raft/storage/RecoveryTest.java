package io.concord.server.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.server.raft.consensus.Entry;
import io.concord.server.raft.consensus.HardState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What a start makes of what it finds: a tail that was never synced is cut, anything else is refused. */
class RecoveryTest {
    private final FakeDisk disk = new FakeDisk();

    @Test
    void a_tail_that_was_never_synced_is_cut_wherever_it_is_torn() throws IOException {
        write(1, 4);
        var synced = disk.size(Segment.name(4));
        appendWithoutSync(5, 6);
        var written = disk.size(Segment.name(4));

        for (var size = synced + 1; size < written; size++) {
            var torn = disk.copy();
            torn.cut(Segment.name(4), size);
            try (var storage = Storages.open(torn)) {
                var whole = (size - synced) / ((written - synced) / 2);
                assertThat(storage.lastIndex()).isEqualTo(4 + whole);
                assertThat(storage.recovery().bytes()).isEqualTo((size - synced) % ((written - synced) / 2));
                Storages.append(storage, storage.lastIndex() + 1, 9, 2);
            }
            try (var storage = Storages.open(torn)) {
                assertThat(storage.lastIndex()).isEqualTo(9);
                assertThat(storage.recovery()).isEqualTo(RecoveryReport.NOTHING);
            }
        }
    }

    @Test
    void the_report_names_the_file_the_entry_the_place_and_the_bytes() throws IOException {
        write(1, 1);
        appendWithoutSync(2, 2);
        disk.cut(Segment.name(1), 106);

        try (var storage = Storages.open(disk)) {
            assertThat(storage.reports())
                    .containsExactly(
                            "fake/log-00000000000000000001.seg: cut 12 bytes that were never synced, from entry 2"
                                    + " on, at byte 94");
            assertThat(storage.recovery().firstIndex()).isEqualTo(2);
            assertThat(storage.recovery().bytes()).isEqualTo(12);
        }
    }

    @Test
    void a_new_segment_without_a_head_is_removed() throws IOException {
        write(1, 3);
        disk.put(Segment.name(4), new byte[7]);

        try (var storage = Storages.open(disk)) {
            assertThat(storage.lastIndex()).isEqualTo(3);
            assertThat(storage.reports()).singleElement().asString().contains(Segment.name(4), "removed");
            assertThat(disk.list()).doesNotContain(Segment.name(4));
        }
    }

    @Test
    void damage_before_a_record_that_knows_of_a_later_sync_is_refused() throws IOException {
        var options = DurableStorage.Options.DEFAULT;
        try (var storage = DurableStorage.open(disk, Storages.ALICE, options)) {
            Storages.append(storage, 1, 5, 1);
            storage.append(List.of(Storages.entry(6, 1)));
            storage.abandon();
        }
        disk.remove("mark");
        disk.rot(Segment.name(1), SegmentHead.BYTES + 57 * 2 + 3);

        assertThatThrownBy(() -> DurableStorage.open(disk, Storages.ALICE, options))
                .isInstanceOf(StorageDamagedException.class)
                .hasMessageContaining("the record at byte 151, which should be entry 3, is damaged")
                .hasMessageContaining("entries up to 5 were synced");
    }

    @Test
    void entries_of_a_killed_process_are_on_disk_once_a_start_has_read_them() throws IOException {
        write(1, 2);
        appendWithoutSync(3, 5);
        disk.kill();

        Storages.open(disk).abandon();
        disk.crash(new Random(1));

        try (var storage = Storages.open(disk)) {
            assertThat(storage.lastIndex()).isEqualTo(5);
        }
    }

    @Test
    void a_missing_segment_in_the_middle_is_refused() throws IOException {
        write(1, 9);
        disk.remove(Segment.name(4));

        requireRefused(Segment.name(7), "begins with entry 7", "ends with entry 3");
    }

    @Test
    void a_missing_first_segment_is_refused() throws IOException {
        write(1, 9);
        disk.remove(Segment.name(1));

        requireRefused(Segment.name(4), "the log begins with entry 4", "there is no snapshot");
    }

    @Test
    void a_missing_last_segment_is_refused() throws IOException {
        write(1, 9);
        disk.remove(Segment.name(7));

        requireRefused(Segment.name(4), "ends with entry 6", "up to 9 were synced");
    }

    @Test
    void a_missing_log_is_refused() throws IOException {
        write(1, 2);
        disk.remove(Segment.name(1));

        requireRefused("log", "ends with entry 0", "up to 2 were synced");
    }

    @Test
    void a_log_shorter_than_what_was_synced_is_refused() throws IOException {
        write(1, 2);
        disk.cut(Segment.name(1), SegmentHead.BYTES + 57);

        requireRefused(Segment.name(1), "ends with entry 1", "up to 2 were synced");
    }

    @Test
    void a_missing_snapshot_is_refused_once_the_log_needs_it() throws IOException {
        try (var storage = Storages.open(disk)) {
            Storages.append(storage, 1, 9, 1);
            Storages.snapshot(storage, 8, "state");
            storage.compactTo(8);
        }
        disk.remove(SnapshotFormat.name(8));

        requireRefused(Segment.name(7), "begins with entry 7", "there is no snapshot");
    }

    @Test
    void a_gap_between_entries_is_refused() throws IOException {
        write(1, 1);
        addRecord(new Entry(3, 1, 31, Entry.Kind.NOOP, new byte[0]), 2);

        requireRefused(Segment.name(1), "byte 94 is entry 3", "entry 2 should be");
    }

    @Test
    void a_term_that_goes_back_is_refused() throws IOException {
        write(1, 1);
        addRecord(new Entry(2, 0, 21, Entry.Kind.NOOP, new byte[0]), 2);

        requireRefused(Segment.name(1), "entry 2 at byte 94 is of term 0", "after one of term 1");
    }

    @Test
    void a_time_that_goes_back_is_refused() throws IOException {
        write(1, 1);
        addRecord(new Entry(2, 1, 10, Entry.Kind.NOOP, new byte[0]), 2);

        requireRefused(Segment.name(1), "entry 2 at byte 94 is of the time 10 ms", "after one of 11 ms");
    }

    @Test
    void a_segment_of_an_older_format_is_refused() throws IOException {
        write(1, 3);
        var bytes = disk.bytes(Segment.name(1));
        bytes[8] = 1;
        disk.put(Segment.name(1), bytes);

        requireRefused(Segment.name(1), "format version 1", "this node reads 2");
    }

    @Test
    void an_entry_of_an_unknown_kind_is_refused_even_if_it_was_never_synced() throws IOException {
        write(1, 1);
        addRecord(new Entry(2, 1, 21, Entry.Kind.NOOP, new byte[0]), 1);
        var bytes = disk.bytes(Segment.name(1));
        bytes[94 + LogRecord.HEAD_BYTES - 1] = 9;
        var crc = new CRC32C();
        crc.update(bytes, 94, 4);
        crc.update(bytes, 102, 33);
        ByteBuffer.wrap(bytes).putInt(98, (int) crc.getValue() ^ 94);
        disk.put(Segment.name(1), bytes);

        requireRefused(Segment.name(1), "entry 2 at byte 94", "unknown kind 9");
    }

    @Test
    void a_segment_of_a_newer_format_is_refused_even_if_it_was_never_synced() throws IOException {
        write(1, 3);
        var head = new SegmentHead(4, 1, 41).encode().array();
        head[8] = 3;
        disk.put(Segment.name(4), head);

        requireRefused(Segment.name(4), "format version 3", "upgrade it");
    }

    @Test
    void a_missing_vote_is_refused() throws IOException {
        write(1, 1);
        disk.remove("vote");

        requireRefused("vote", "it is missing", "vote given may be forgotten");
        assertThat(disk.list()).doesNotContain("vote");
    }

    @Test
    void a_missing_identity_is_refused_if_anything_was_promised() throws IOException {
        write(1, 1);
        disk.remove("identity");

        requireRefused("identity", "it is missing", "although there is");
    }

    @Test
    void a_missing_identity_is_refused_if_only_a_vote_was_given() throws IOException {
        try (var storage = Storages.open(disk)) {
            storage.save(new HardState(3, "bob"));
        }
        disk.remove("identity");
        disk.remove("mark");

        requireRefused("identity", "it is missing", "vote knows term 3");
    }

    @Test
    void the_directory_of_another_member_is_refused() throws IOException {
        write(1, 1);

        assertThatThrownBy(() -> DurableStorage.open(
                        disk, new DurableStorage.Origin("bob", Storages.INCARNATION, false), Storages.SMALL))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to node 'alice', and this is node 'bob'");
    }

    @Test
    void a_second_opener_is_refused() throws IOException {
        try (var storage = Storages.open(disk)) {
            assertThatThrownBy(() -> Storages.open(disk)).hasMessage("another process uses the directory fake");
            storage.sync();
        }
        Storages.open(disk).close();
    }

    private void write(long from, long to) throws IOException {
        try (var storage = Storages.open(disk)) {
            Storages.append(storage, from, to, 1);
        }
    }

    private void appendWithoutSync(long from, long to) throws IOException {
        var storage = Storages.open(disk);
        for (var index = from; index <= to; index++) {
            storage.append(List.of(Storages.entry(index, 1)));
        }
        storage.abandon();
    }

    /** Behind the first entry, as if it had been synced up to an index. */
    private void addRecord(Entry entry, long synced) throws IOException {
        var position = disk.size(Segment.name(1));
        var record = ByteBuffer.allocate(LogRecord.bytes(entry));
        LogRecord.write(record, entry, synced, position);
        try (var file = disk.open(Segment.name(1))) {
            file.write(record.flip(), position);
        }
    }

    private void requireRefused(String name, String what, String why) {
        assertThatThrownBy(() -> Storages.open(disk))
                .isInstanceOf(StorageDamagedException.class)
                .hasMessageContaining("fake/" + name + ": ")
                .hasMessageContaining(what)
                .hasMessageContaining(why)
                .hasMessageContaining("move its data directory away");
    }
}
