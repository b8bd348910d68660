package io.concord.core.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.Samples;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupFileTest {
    private static final Golden GOLDEN = new Golden("backup-v2");

    /** Written before backups had rules. */
    private static final Golden WITHOUT_RULES = new Golden("backup-v1");

    @Test
    void the_file_has_the_bytes_of_its_golden_file() throws IOException {
        GOLDEN.compare(SampleBackup.file());
    }

    @Test
    void the_golden_file_has_what_was_written() throws IOException {
        var reader = new BackupReader(new ByteArrayInputStream(GOLDEN.bytes()));

        var records = new ArrayList<BackupRecord>();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
            records.add(RecordFormat.decode(record));
        }

        assertThat(reader.header()).isEqualTo(SampleBackup.HEADER);
        assertThat(records).isEqualTo(SampleBackup.records());
        assertThat(reader.totals()).isEqualTo(SampleBackup.totals());
        assertThat(reader.totals()).hasToString(SampleBackup.totals().toString());
        assertThat(reader.totals().entries()).isEqualTo(3);
        assertThat(reader.totals().leases()).isEqualTo(1);
        assertThat(reader.totals().revocations()).isEqualTo(2);
        assertThat(reader.totals().rules()).isEqualTo(2);
        assertThat(reader.totals().namespaces()).isEqualTo(2);
    }

    @Test
    void a_file_of_version_1_is_read_and_has_no_rules() throws IOException {
        var reader = new BackupReader(new ByteArrayInputStream(WITHOUT_RULES.bytes()));

        var records = new ArrayList<BackupRecord>();
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
            records.add(RecordFormat.decode(record));
        }

        assertThat(reader.header()).isEqualTo(SampleBackup.HEADER);
        assertThat(records).isEqualTo(SampleBackup.recordsWithoutRules());
        assertThat(reader.totals()).isEqualTo(SampleBackup.totals(SampleBackup.recordsWithoutRules()));
        assertThat(reader.totals().rules()).isZero();
        Corruption.cutEverywhere(WITHOUT_RULES.bytes(), BackupFileTest::assertRefused);
        Corruption.flipEveryBit(WITHOUT_RULES.bytes(), BackupFileTest::assertRefused);
    }

    @Test
    void the_end_of_a_file_of_either_version_tells_what_is_in_it() throws IOException {
        assertThat(claimsOf(GOLDEN.bytes())).isEqualTo(SampleBackup.totals());
        assertThat(claimsOf(WITHOUT_RULES.bytes())).isEqualTo(SampleBackup.totals(SampleBackup.recordsWithoutRules()));
        byte[] whole = GOLDEN.bytes();
        for (int cut = whole.length - 300; cut < whole.length; cut++) {
            byte[] rest = Arrays.copyOf(whole, cut);
            assertThatThrownBy(() -> claimsOf(rest))
                    .isInstanceOf(FormatException.class)
                    .hasMessage("backup has no end: it is cut or damaged");
        }
    }

    @Test
    void bytes_that_are_as_many_as_an_end_and_another_record_are_none() throws IOException {
        byte[] file = GOLDEN.bytes();
        int kind = file.length - new BackupReader(new ByteArrayInputStream(file)).endBytes() + Integer.BYTES;
        file[kind] = 4;

        assertThatThrownBy(() -> claimsOf(file)).hasMessage("backup has no end: it is cut or damaged");
    }

    private static BackupTotals claimsOf(byte[] file) throws IOException {
        var reader = new BackupReader(new ByteArrayInputStream(file));
        return reader.claimsOf(Arrays.copyOfRange(file, file.length - reader.endBytes(), file.length));
    }

    @Test
    void a_cut_file_is_refused_at_every_byte() throws IOException {
        Corruption.cutEverywhere(GOLDEN.bytes(), BackupFileTest::assertRefused);
    }

    @Test
    void one_damaged_bit_is_always_noticed() throws IOException {
        Corruption.flipEveryBit(GOLDEN.bytes(), BackupFileTest::assertRefused);
    }

    @Test
    void bytes_after_the_end_are_refused() {
        byte[] longer = Arrays.copyOf(SampleBackup.file(), SampleBackup.file().length + 1);

        assertThat(refusal(longer)).hasMessage("backup has bytes after its end");
    }

    @Test
    void a_newer_version_is_refused_with_what_to_do() {
        byte[] newer = SampleBackup.file();
        newer[BackupWriter.MAGIC.length] = 9;

        assertThat(refusal(newer)).hasMessage("backup has format version 9; this node reads 2: upgrade it");
    }

    @Test
    void something_else_is_refused_as_such() {
        assertThat(refusal(new byte[100])).hasMessage("backup does not begin with CNCDBKUP: this is something else");
    }

    @Test
    void damage_is_named_as_damage() {
        byte[] damaged = SampleBackup.file();
        damaged[damaged.length - 1] ^= 1;

        assertThat(refusal(damaged)).hasMessage("backup has another SHA-256 than its bytes: it is damaged");
    }

    @Test
    void a_false_length_costs_no_memory() {
        var lies = new ByteWriter().raw(ByteBuffer.wrap(BackupWriter.MAGIC)).u8(BackupWriter.VERSION);
        lies.i32(RecordFormat.RECORD_BYTES_MAX).u8(0);

        Corruption.checkBounded(lies.toByteArray(), BackupFileTest::assertRefused);
        assertThat(refusal(new ByteWriter()
                        .raw(ByteBuffer.wrap(BackupWriter.MAGIC))
                        .u8(BackupWriter.VERSION)
                        .i32(-1)
                        .toByteArray()))
                .hasMessageContaining("a record of -1 bytes");
    }

    @Test
    void records_out_of_order_are_refused() {
        var lease = new BackupRecord.Lease(3, 1, 1, Samples.ALICE);
        var cats = new BackupRecord.Space(new Namespace("cats"), NamespaceSettings.NONE);
        var a = stored("a");
        var b = stored("b");

        assertOutOfOrder(lease, lease);
        assertOutOfOrder(cats, lease);
        assertOutOfOrder(cats, SampleBackup.records().get(1));
        assertOutOfOrder(SampleBackup.records().get(1), lease);
        assertOutOfOrder(cats, cats);
        assertOutOfOrder(new BackupRecord.Space(Namespace.DEFAULT, NamespaceSettings.NONE), cats);
        var rule = new BackupRecord.Rule(Samples.rule("m"));
        assertOutOfOrder(rule, rule);
        assertOutOfOrder(rule, new BackupRecord.Rule(Samples.rule("a")));
        assertOutOfOrder(rule, lease);
        assertOutOfOrder(rule, SampleBackup.records().get(1));
        assertOutOfOrder(cats, rule);
        assertOutOfOrder(a);
        assertOutOfOrder(cats, b, a);
        assertOutOfOrder(cats, a, a);
    }

    @Test
    void a_part_of_a_restore_is_some_records_and_at_least_one() {
        var records = SampleBackup.records();
        var part = new ByteWriter();
        records.forEach(record -> part.bytes(RecordFormat.encode(record)));

        assertThat(RecordFormat.decodePart(ByteBuffer.wrap(part.toByteArray()))).isEqualTo(records);
        assertThatThrownBy(() -> RecordFormat.decodePart(ByteBuffer.allocate(0)))
                .isInstanceOf(FormatException.class)
                .hasMessage("backup has a part without records");
        Corruption.cutEverywhere(part.toByteArray(), cut -> {
            try {
                assertThat(RecordFormat.decodePart(ByteBuffer.wrap(cut)).size()).isLessThan(records.size());
            } catch (FormatException e) {
                assertThat(e).hasMessageStartingWith("backup has");
            }
        });
    }

    /** Counted from another time they would be no numbers any more. */
    @Test
    void deadlines_beyond_all_time_are_refused() {
        for (long deadline : new long[] {-1, Long.MAX_VALUE - 1, 1L << 62}) {
            var lease = new BackupRecord.Lease(1, 1, deadline, Samples.ALICE);
            assertThatThrownBy(() -> RecordFormat.decode(RecordFormat.encode(lease)))
                    .isInstanceOf(FormatException.class)
                    .hasMessage("backup has the deadline " + deadline);
        }
        var entry = entry("a", "1", 1, 1, Lifetime.until(Long.MAX_VALUE - 1));
        assertThatThrownBy(() -> RecordFormat.decode(RecordFormat.encode(entry)))
                .hasMessage("backup has the deadline " + (Long.MAX_VALUE - 1));
        var endless = new BackupRecord.Lease(1, 1, Long.MAX_VALUE, Samples.ALICE);
        assertThatThrownBy(() -> RecordFormat.decode(RecordFormat.encode(endless)))
                .hasMessage("backup has a lease without a deadline");
    }

    @Test
    void the_digest_is_of_the_contents_and_of_nothing_that_a_restore_makes_anew() {
        var entry = Samples.entry("a", "1", 5, 7, Lifetime.until(60_000));
        var digest = digest(entry("a", "1", 5, 7, Lifetime.until(60_000)));

        assertThat(digest(entry("a", "1", 900, 900, Lifetime.until(61_000)))).isEqualTo(digest);
        assertThat(digest(entry("b", "1", 5, 7, Lifetime.until(60_000)))).isNotEqualTo(digest);
        assertThat(digest(entry("a", "2", 5, 7, Lifetime.until(60_000)))).isNotEqualTo(digest);
        assertThat(digest(entry("a", "1", 5, 7, Lifetime.FOREVER))).isNotEqualTo(digest);
        assertThat(digest(entry("a", "1", 5, 7, Lifetime.ofLease(1)))).isNotEqualTo(digest);
        assertThat(entry.key()).isEqualTo(new Key("a"));
    }

    private static BackupRecord entry(String key, String value, long created, long revision, Lifetime lifetime) {
        return new BackupRecord.Stored(Samples.entry(key, value, created, revision, lifetime));
    }

    private static ContentDigest digest(BackupRecord entry) {
        return SampleBackup.totals(List.of(new BackupRecord.Space(Namespace.DEFAULT, NamespaceSettings.NONE), entry))
                .digest();
    }

    private static BackupRecord stored(String key) {
        return entry(key, "1", 1, 1, Lifetime.FOREVER);
    }

    private static void assertOutOfOrder(BackupRecord... records) {
        assertThatThrownBy(() -> SampleBackup.totals(List.of(records)))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("backup has");
    }

    private static void assertRefused(byte[] file) {
        assertThat(refusal(file)).isNotNull();
    }

    private static FormatException refusal(byte[] file) {
        try {
            new BackupReader(new ByteArrayInputStream(file)).totals();
        } catch (FormatException e) {
            return e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the backup was accepted");
    }
}
