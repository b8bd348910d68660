package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.Corruption;
import io.concord.core.Golden;
import io.concord.core.Samples;
import io.concord.core.command.Command;
import io.concord.core.command.Outcome;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Golden GOLDEN = new Golden("snapshot-v1");

    /** Every outcome that is remembered, a forgotten request, two namespaces. */
    private static Keyspace sample() {
        var keyspace = new Keyspace(5);
        keyspace.apply(Samples.put("r1", 100, "greeting", "hello"));
        keyspace.apply(Samples.put("r2", 90, "greeting", "hi"));
        keyspace.apply(Samples.put("r3", 110, "\ud83d\ude00", ""));
        keyspace.apply(new Command.Put(
                Samples.origin("r4", 120), Namespace.DEFAULT, new Key("a"), Samples.text("1"), Precondition.none()));
        keyspace.apply(Samples.delete("r5", 130, "absent"));
        keyspace.apply(new Command.Delete(
                Samples.origin("r6", 140), Namespace.DEFAULT, new Key("a"), Precondition.revisionIn(1)));
        keyspace.apply(new Command.Noop(1_767_225_600_000L));
        return keyspace;
    }

    @Test
    void the_snapshot_has_the_bytes_of_its_golden_file() throws IOException {
        GOLDEN.compare(snapshot(sample()));
    }

    @Test
    void the_golden_snapshot_restores_the_state() throws IOException {
        var restored = new Keyspace(5);

        restored.restore(new ByteArrayInputStream(GOLDEN.bytes()));

        assertThat(restored.view().digest()).isEqualTo(sample().view().digest());
        assertThat(restored.view().bytes()).isEqualTo(sample().view().bytes());
        assertThat(restored.view().entryCount()).isEqualTo(3);
        assertThat(restored.view().requestHorizonMillis()).isEqualTo(100);
    }

    @Test
    void an_emptied_namespace_leaves_no_trace() {
        var emptied = new Keyspace(1);
        emptied.apply(Samples.put("r1", 1, "a", "1"));
        emptied.apply(Samples.delete("r2", 1, "a"));
        emptied.apply(Samples.put("r3", 2, "b", "1"));
        emptied.apply(Samples.delete("r4", 2, "b"));

        assertThat(emptied.view().contents().namespaces().isEmpty()).isTrue();
        assertThat(emptied.view().bytes()).isZero();
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

        assertThat(refusal(newer)).hasMessage("snapshot has format version 9; this node reads 1: upgrade it");
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
    void a_false_length_costs_no_memory() {
        var header = header(0, 0, -1, 1, 0);
        byte[] lies = unfinished(
                header, new ByteWriter().i32(SnapshotFormat.FRAME_BYTES_MAX).u8(0));

        Corruption.cutEverywhere(lies, SnapshotTest::assertRefused);
        assertThat(refusal(lies)).hasMessageContaining("1 of 67117056 bytes are there");
    }

    @Test
    void a_frame_beyond_the_limit_is_refused() {
        byte[] huge = unfinished(header(0, 0, -1, 1, 0), new ByteWriter().i32(Integer.MAX_VALUE));

        assertThat(refusal(huge)).hasMessage("snapshot has a frame of 2147483647 bytes; the limit is 67117056");
    }

    @Test
    void numbers_that_cannot_be_are_refused() {
        assertThat(refusal(finished(header(-1, 0, -1, 0, 0)))).hasMessage("snapshot has the revision -1");
        assertThat(refusal(finished(header(0, -1, -1, 0, 0)))).hasMessage("snapshot has the clock -1");
        assertThat(refusal(finished(header(0, 0, 1, 0, 0))))
                .hasMessage("snapshot has requests forgotten up to 1 at the clock 0");
        assertThat(refusal(finished(header(0, 0, -2, 0, 0)))).hasMessageContaining("forgotten up to -2");
        assertThat(refusal(finished(header(0, 0, -1, 6, 0)))).hasMessage("snapshot has 6 requests; the limit is 5");
        assertThat(refusal(finished(header(0, 0, -1, -1, 0)))).hasMessageContaining("-1 requests");
        assertThat(refusal(finished(header(0, 0, -1, 0, -1)))).hasMessage("snapshot has -1 namespaces");
    }

    @Test
    void a_request_twice_or_later_than_the_clock_is_refused() {
        var request =
                SnapshotFormat.write(RememberedRequest.of(Samples.put("r1", 100, "a", "1"), new Outcome.Passed(1)));

        assertThat(refusal(finished(header(1, 100, -1, 2, 0), request, request)))
                .hasMessage("snapshot has one request twice");
        assertThat(refusal(finished(header(1, 99, -1, 1, 0), request)))
                .hasMessage("snapshot has a request of a later time than its own");
    }

    @Test
    void content_out_of_order_is_refused() {
        var a = entry("a");
        var b = entry("b");

        assertThat(refusal(finished(header(1, 0, -1, 0, 1), namespace("n", 2), b, a)))
                .hasMessage("snapshot has keys out of order");
        assertThat(refusal(finished(header(1, 0, -1, 0, 1), namespace("n", 2), a, a)))
                .hasMessage("snapshot has keys out of order");
        assertThat(refusal(finished(header(1, 0, -1, 0, 2), namespace("n", 1), a, namespace("m", 1), a)))
                .hasMessage("snapshot has namespaces out of order");
        assertThat(refusal(finished(header(1, 0, -1, 0, 1), namespace("n", 0))))
                .hasMessage("snapshot has a namespace of 0 entries");
        assertThat(refusal(finished(header(0, 0, -1, 0, 1), namespace("n", 1), a)))
                .hasMessage("snapshot has an entry of a later revision than its own");
        assertThat(refusal(finished(header(1, 0, -1, 0, 1), namespace("", 1), a)))
                .hasMessage("snapshot holds an invalid value: namespace is empty; it has at least 1 byte");
    }

    @Test
    void an_entry_of_a_later_time_than_the_clock_is_refused() {
        var keyspace = new Keyspace(1);
        keyspace.apply(Samples.put("r1", 10, "a", "1"));
        var entry = keyspace.view().entries(Samples.CONFIG).next();

        assertThat(refusal(finished(header(1, 9, -1, 0, 1), namespace("n", 1), SnapshotFormat.write(entry))))
                .hasMessage("snapshot has an entry of a later time than its own");
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
            keyspace.apply(Samples.put("r" + i, i, "key-" + i % 5_000, "value-" + i));
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
            new Keyspace(5).restore(new ByteArrayInputStream(snapshot));
        } catch (FormatException e) {
            return e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the snapshot was accepted");
    }

    private static ByteWriter header(long revision, long clock, long forgotten, int requests, int namespaces) {
        return new SnapshotFormat.Header(revision, clock, forgotten, requests, namespaces).write();
    }

    private static ByteWriter namespace(String name, int entries) {
        return new ByteWriter().string(name).i32(entries);
    }

    private static ByteWriter entry(String key) {
        var keyspace = new Keyspace(1);
        keyspace.apply(Samples.put("r1", 0, key, "1"));
        return SnapshotFormat.write(keyspace.view().entries(Samples.CONFIG).next());
    }

    private static byte[] unfinished(ByteWriter header, ByteWriter rest) {
        var out = preamble().bytes(header.toByteArray());
        return out.raw(ByteBuffer.wrap(rest.toByteArray())).toByteArray();
    }

    private static byte[] finished(ByteWriter... frames) {
        var out = preamble();
        for (var frame : frames) {
            out.bytes(frame.toByteArray());
        }
        var checksum = new CRC32C();
        checksum.update(out.toByteArray());
        return out.i32((int) checksum.getValue()).toByteArray();
    }

    private static ByteWriter preamble() {
        return new ByteWriter().raw(ByteBuffer.wrap(SnapshotFormat.MAGIC)).u8(SnapshotFormat.VERSION);
    }
}
