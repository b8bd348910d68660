package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.Samples;
import io.concord.core.access.StoredRule;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.SampleBackup;
import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.format.FormatException;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Golden GOLDEN = new Golden("snapshot-v4");

    private static final Bounds BOUNDS = new Bounds(5, 100_000, 6, 100_000, 1_000);

    /** A forgotten request, a lease, deadlines, namespaces with settings, and a history with every kind of event. */
    private static Keyspace sample() {
        var keyspace = new Keyspace(BOUNDS);
        var settings = new NamespaceSettings(60_000, 1_000, 1L << 33);
        apply(keyspace, new Operation.CreateNamespace(Samples.CONFIG, Optional.of(settings), true));
        apply(keyspace, new Operation.GrantLease(10));
        apply(keyspace, new Operation.GrantLease(30_000));
        apply(keyspace, put("short", Expiry.after(10)));
        apply(keyspace, put("leased/short", Expiry.withLease(1)));
        apply(keyspace, put("leased/long", Expiry.withLease(2)));
        apply(keyspace, put("gone", Expiry.never()));
        apply(keyspace, put("\ud83d\ude00", Expiry.after(50_000)));
        apply(keyspace, put("gone", Expiry.never()));
        apply(keyspace, new Step.DeleteRange(Namespace.DEFAULT, KeyRange.prefix("g"), true));
        apply(keyspace, new Operation.RevokeTokens(TokenSelector.ofId("https://idp", "t-1"), 0));
        apply(keyspace, new Operation.RevokeTokens(new TokenSelector("https://idp", "", "bob", 5_000), 60_000));
        apply(keyspace, new Operation.PutRule(Samples.rule("tenants"), Precondition.none()));
        apply(keyspace, new Operation.PutRule(Samples.rule("others"), Precondition.none()));
        apply(keyspace, new Operation.DeleteRule("tenants", Precondition.present()));
        apply(keyspace, new Operation.PutRule(Samples.rule("admins"), Precondition.absent()));
        var first = new TokenId("k1");
        apply(keyspace, new Operation.AddSigningKey(first, "public-1", "sealed-1", Optional.empty()));
        apply(keyspace, new Operation.RecordToken(new TokenId("a1"), new TokenBearer("ci", List.of("builders")), 60));
        apply(keyspace, new Operation.RecordToken(new TokenId("a2"), new TokenBearer("\u00e9", List.of()), 3_600));
        apply(keyspace, new Operation.AddSigningKey(new TokenId("k2"), "public-2", "sealed-2", Optional.of(first)));
        apply(keyspace, new Operation.RevokeIssuedToken(new TokenId("a1")));
        keyspace.apply(500, new Command.Tick(1_767_225_600_000L));
        var inConfig = new EntryName(Samples.CONFIG, new Key("greeting"));
        apply(keyspace, new Step.Put(inConfig, Samples.text("hello"), Precondition.none(), Expiry.byDefault(), true));
        apply(keyspace, new Step.Increment(inConfig, 1, 0, Expiry.byDefault()));
        apply(keyspace, new Step.Delete(Samples.at("leased/long"), Precondition.absent(), true));
        apply(keyspace, new Step.Get(Samples.at("\ud83d\ude00")));
        return keyspace;
    }

    private static Operation put(String key, Expiry expiry) {
        return new Step.Put(Samples.at(key), Samples.text("v"), Precondition.none(), expiry, false);
    }

    /** Each a second after the last one, as the submitter's clock goes; a millisecond, as the cluster's does. */
    private static void apply(Keyspace keyspace, Operation operation) {
        long timeMillis = Math.max(keyspace.view().timeMillis(), 100) + 1;
        long count = keyspace.view().clockMillis() / 1_000;
        var origin = new Origin(
                        Samples.ALICE,
                        new RequestId("r" + count % 1_000),
                        (count + 1) * 1_000,
                        timeMillis + count % 1_000)
                .by(keyspace.view().rules().revision());
        keyspace.apply(timeMillis, new Command.Write(origin, Command.Write.NO_DEADLINE, operation));
    }

    /** Entries and events that have tags, beside others that have none. */
    private static Keyspace tagged() {
        var keyspace = new Keyspace(BOUNDS);
        apply(keyspace, put("plain", Expiry.never()));
        apply(keyspace, put("red", Tags.of("red")));
        apply(keyspace, put("both", Tags.of("red", "\u00e9")));
        apply(keyspace, put("both", Tags.of("\u00e9")));
        apply(keyspace, new Step.DeleteTagged(new Tag("red"), Optional.empty(), false));
        return keyspace;
    }

    private static Operation put(String key, Tags tags) {
        return new Step.Put(Samples.at(key), Samples.text("v"), Precondition.none(), Expiry.never(), false, tags);
    }

    @Test
    void a_snapshot_with_tags_has_the_bytes_of_its_golden_file_and_evicts_by_them_as_before() throws IOException {
        var golden = new Golden("snapshot-v4-tagged");

        golden.compare(snapshot(tagged()));

        var restored = new Keyspace(BOUNDS);
        restored.restore(new ByteArrayInputStream(golden.bytes()));
        assertThat(restored.view().digest()).isEqualTo(tagged().view().digest());
        apply(restored, new Step.DeleteTagged(new Tag("\u00e9"), Optional.empty(), false));
        assertThat(restored.view().get(Samples.at("both"))).isEmpty();
        assertThat(restored.view().entryCount()).isEqualTo(1);
    }

    /** Half of a backup with a record of each kind, or of each but rules. */
    private static Keyspace restoring(List<BackupRecord> records) {
        var keyspace = new Keyspace(BOUNDS);
        apply(keyspace, put("there", Expiry.never()));
        apply(keyspace, new Operation.BeginRestore(SampleBackup.HEADER.revision(), 5_000, true));
        apply(keyspace, new Operation.RestorePart(1, 0, records.subList(0, records.size() - 2)));
        return keyspace;
    }

    @Test
    void a_snapshot_with_a_restore_has_the_bytes_of_its_golden_file_and_the_restore_goes_on() throws IOException {
        var restored = goesOn(new Golden("snapshot-v4-restoring"), SampleBackup.recordsWithoutRules());

        assertThat(restored.rules()).isEmpty();
        assertThat(restored.rules().revision()).isZero();
    }

    @Test
    void rules_of_a_restore_are_in_its_snapshot_and_in_force_at_its_end() throws IOException {
        var restored = goesOn(new Golden("snapshot-v4-restoring-rules"), SampleBackup.records());

        assertThat(restored.rules().revision()).isEqualTo(restored.revision());
        assertThat(restored.rules())
                .extracting(StoredRule::rule)
                .containsExactly(Samples.rule("others"), Samples.rule("tenants"));
    }

    /** The state after the rest of the restore, of which half is in a snapshot. */
    private static KeyspaceView goesOn(Golden golden, List<BackupRecord> records) throws IOException {
        var before = restoring(records);
        golden.compare(snapshot(before));
        Corruption.flipEveryBit(golden.bytes(), SnapshotTest::assertRefused);
        var restored = new Keyspace(BOUNDS);
        restored.restore(new ByteArrayInputStream(golden.bytes()));
        assertThat(restored.view().digest()).isEqualTo(before.view().digest());
        assertThat(restored.view().memoryBytes()).isEqualTo(before.view().memoryBytes());
        apply(restored, new Operation.RestorePart(1, 1, records.subList(records.size() - 2, records.size())));
        apply(restored, new Operation.FinishRestore(1, SampleBackup.totals(records)));
        assertThat(restored.view().get(Samples.at("there"))).isEmpty();
        assertThat(restored.view().entryCount()).isEqualTo(3);
        assertThat(restored.view().history().size()).isZero();
        return restored.view();
    }

    @Test
    void the_snapshot_has_the_bytes_of_its_golden_file() throws IOException {
        GOLDEN.compare(snapshot(sample()));
    }

    @Test
    void the_golden_snapshot_restores_the_state() throws IOException {
        var restored = new Keyspace(BOUNDS);

        restored.restore(new ByteArrayInputStream(GOLDEN.bytes()));

        assertThat(restored.view().digest()).isEqualTo(sample().view().digest());
        assertThat(restored.view().bytes()).isEqualTo(sample().view().bytes());
        assertThat(restored.view().memoryBytes()).isEqualTo(sample().view().memoryBytes());
        assertThat(restored.view().entryCount()).isEqualTo(3);
        assertThat(restored.view().history().size()).isEqualTo(6);
        assertThat(restored.view().requestsRemembered()).isEqualTo(5);
        assertThat(restored.view().revocationCount()).isEqualTo(3);
        assertThat(restored.view().tokenCount()).isEqualTo(2);
        assertThat(restored.view().signingKeys()).hasSize(2);
        assertThat(restored.view().rules().revision()).isEqualTo(4);
        assertThat(restored.view().rules())
                .extracting(stored -> stored.rule().name())
                .containsExactly("admins", "others");
        assertThat(restored.view().requestHorizonMillis()).isPositive();
    }

    @Test
    void a_cut_snapshot_is_refused_at_every_byte() throws IOException {
        Corruption.cutEverywhere(GOLDEN.bytes(), SnapshotTest::assertRefused);
    }

    @Test
    void one_damaged_bit_is_always_noticed() throws IOException {
        Corruption.flipEveryBit(GOLDEN.bytes(), SnapshotTest::assertRefused);
    }

    @Test
    void bytes_after_the_snapshot_are_refused() throws IOException {
        byte[] longer = Arrays.copyOf(GOLDEN.bytes(), GOLDEN.bytes().length + 1);

        assertThat(refusal(longer)).hasMessage("snapshot has bytes after its end");
    }

    @Test
    void a_newer_version_is_refused_with_what_to_do() throws IOException {
        byte[] newer = GOLDEN.bytes();
        newer[SnapshotFormat.MAGIC.length] = 9;

        assertThat(refusal(newer)).hasMessage("snapshot has format version 9; this node reads 4: upgrade it");
    }

    @Test
    void an_older_version_is_refused_as_such() throws IOException {
        byte[] older = GOLDEN.bytes();
        older[SnapshotFormat.MAGIC.length] = 1;

        assertThat(refusal(older))
                .hasMessage("snapshot has format version 1; this node reads 4: it was written by an older release that"
                        + " this one does not read");
    }

    @Test
    void something_else_is_refused_as_such() {
        assertThat(refusal(new byte[100])).hasMessage("snapshot does not begin with CNCDSNAP: this is something else");
    }

    @Test
    void a_damaged_value_is_named_as_damage() throws IOException {
        byte[] damaged = GOLDEN.bytes();
        damaged[damaged.length - 1] ^= 1;

        assertThat(refusal(damaged)).hasMessageContaining("checksum").hasMessageEndingWith("it is damaged");
    }

    @Test
    void a_bad_snapshot_leaves_the_old_state() throws IOException {
        var keyspace = sample();
        var before = keyspace.view();
        byte[] cut = Arrays.copyOf(GOLDEN.bytes(), GOLDEN.bytes().length - 1);

        assertThatThrownBy(() -> keyspace.restore(new ByteArrayInputStream(cut)))
                .isInstanceOf(FormatException.class);

        assertThat(keyspace.view()).isSameAs(before);
    }

    @Test
    void a_stream_that_fails_is_no_format_fault() throws IOException {
        var closed = InputStream.nullInputStream();
        closed.close();

        assertThatThrownBy(() -> new Keyspace().restore(closed))
                .isInstanceOf(IOException.class)
                .hasMessage("Stream closed");
    }

    @Test
    void a_large_store_survives() throws IOException {
        var keyspace = new Keyspace();
        for (int i = 0; i < 70_000; i++) {
            keyspace.apply(i, Samples.put("r" + i, i, "key-" + i % 5_000, "value-" + i));
        }
        var restored = new Keyspace();

        restored.restore(new ByteArrayInputStream(snapshot(keyspace)));

        assertThat(restored.view().requestsRemembered()).isEqualTo(65_536);
        assertThat(restored.view().requestHorizonMillis()).isEqualTo(70_000 - 65_536 - 1);
        assertThat(restored.view().digest()).isEqualTo(keyspace.view().digest());
    }

    private static byte[] snapshot(Keyspace keyspace) throws IOException {
        var out = new ByteArrayOutputStream();
        keyspace.view().writeTo(out);
        return out.toByteArray();
    }

    private static void assertRefused(byte[] snapshot) {
        assertThat(refusal(snapshot)).isNotNull();
    }

    private static FormatException refusal(byte[] snapshot) {
        try {
            new Keyspace(BOUNDS).restore(new ByteArrayInputStream(snapshot));
        } catch (FormatException e) {
            return e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the snapshot was accepted");
    }
}
