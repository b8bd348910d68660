package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Corruption;
import io.concord.core.Samples;
import io.concord.core.access.StoredRule;
import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.ContentDigest;
import io.concord.core.command.Outcome;
import io.concord.core.command.TokenRecordFormat;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import io.concord.core.wire.EntryFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Snapshots that are whole and say what cannot be. */
class SnapshotRefusalTest {
    private static final Bounds BOUNDS = new Bounds(5, 100_000, 6, 100_000, 1_000);

    @Test
    void a_false_length_costs_no_memory() {
        byte[] lies = unfinished(
                header(0, 1, 0, 1),
                new ByteWriter().i32(SnapshotFormat.FRAME_BYTES_MAX).u8(0));

        Corruption.cutEverywhere(lies, SnapshotRefusalTest::assertRefused);
        assertThat(refusal(lies)).hasMessageContaining("1 of 134283264 bytes are there");
    }

    @Test
    void a_frame_beyond_the_limit_is_refused() {
        byte[] huge = unfinished(header(0, 1, 0, 1), new ByteWriter().i32(Integer.MAX_VALUE));

        assertThat(refusal(huge)).hasMessage("snapshot has a frame of 2147483647 bytes; the limit is 134283264");
    }

    @Test
    void numbers_that_cannot_be_are_refused() {
        assertThat(refusal(finished(header(-1, 0, 0, 1)))).hasMessage("snapshot has the revision -1");
        assertThat(refusal(finished(header(0, 6, 0, 1)))).hasMessage("snapshot has 6 requests; the limit is 5");
        assertThat(refusal(finished(header(0, -1, 0, 1)))).hasMessageContaining("-1 requests");
        assertThat(refusal(finished(header(0, 0, -1, 1)))).hasMessage("snapshot has -1 leases");
        assertThat(refusal(finished(header(0, 0, 10, 1)))).hasMessage("snapshot has 10 leases");
        assertThat(refusal(finished(header(0, 0, 0, 0)))).hasMessage("snapshot has 0 namespaces");
        assertThat(refusal(finished(header(0, -1, 0, -1, 1, 0)))).hasMessage("snapshot has the clock -1");
        assertThat(refusal(finished(header(0, 0, -1, -1, 1, 0)))).hasMessage("snapshot has the time -1");
        assertThat(refusal(finished(header(0, 0, 0, -2, 1, 0)))).hasMessageContaining("forgotten up to -2");
        assertThat(refusal(finished(header(0, 0, 0, -1, 0, 1))))
                .hasMessage("snapshot has 1 commits from revision 0 at 0");
        assertThat(refusal(finished(header(5, 0, 0, -1, 5, 2))))
                .hasMessage("snapshot has 2 commits from revision 5 at 5");
    }

    @Test
    void a_restore_that_cannot_be_is_refused() {
        var lastKind = SnapshotFormat.RESTORE_WITH_RULES;

        assertThat(refusal(restoring(lastKind + 1, 1))).hasMessage("snapshot has a restore of the kind 3");
        assertThat(refusal(restoring(lastKind, 1_001))).hasMessage("snapshot has 1001 rules of a restore");
        assertThat(refusal(restoring(lastKind, 0))).hasMessage("backup has no rules where it must have some");
    }

    /** One of that kind, so many of whose rules are said to have come; none of them is there. */
    private static byte[] restoring(int kind, int rules) {
        var totals = new BackupTotals(0, 0, 0, 0, rules, ContentDigest.EMPTY);
        var head = new ByteWriter()
                .i64(1)
                .i64(2)
                .i64(1)
                .i64(0)
                .i64(0)
                .i64(1)
                .bool(true)
                .i64(9)
                .i64(1);
        totals.write(head).i64(0).string("last").bool(false).bool(false);
        head.i64(0).i32(0).i32(0).i32(1);
        return finished(
                header(0, 0, 0, 1),
                namespace("default", 0),
                new ByteWriter().i64(1).u8(kind),
                head);
    }

    @Test
    void rules_that_cannot_be_are_refused() {
        var tenants = SnapshotFormat.write(new StoredRule(Samples.rule("tenants"), 2));
        var others = SnapshotFormat.write(new StoredRule(Samples.rule("others"), 1));
        var later = SnapshotFormat.write(new StoredRule(Samples.rule("others"), 4));

        assertThat(refusal(finished(rules(3, -1)))).hasMessage("snapshot has -1 rules of revision 3");
        assertThat(refusal(finished(rules(1, 2)))).hasMessage("snapshot has 2 rules of revision 1");
        assertThat(refusal(finished(rules(2_000, 1_001)))).hasMessageContaining("1001 rules");
        assertThat(refusal(finished(rules(3, 2), tenants, others))).hasMessage("snapshot has rules out of order");
        assertThat(refusal(finished(rules(3, 2), others, others))).hasMessage("snapshot has rules out of order");
        assertThat(refusal(finished(rules(3, 1), later))).hasMessage("snapshot has a rule of the revision 4");
    }

    private static ByteWriter rules(long revision, int count) {
        return new SnapshotFormat.Header(0, 0, 0, -1, 0, 1, 0, 0, 1, 0, 0, 0, revision, count, 0, 0).write();
    }

    @Test
    void a_request_twice_is_refused() {
        var write = Samples.put("r1", 100, "a", "1");
        var request =
                SnapshotFormat.write(RememberedRequest.of(write, new Outcome.Deleted(1, false, Optional.empty()), 9));

        assertThat(refusal(finished(header(1, 2, 0, 1), request, request)))
                .hasMessage("snapshot has one request twice");
    }

    @Test
    void more_requests_or_history_than_are_kept_are_refused() {
        var large = Samples.entry("a", "x".repeat(60_000), 1, 1, Lifetime.FOREVER);
        var outcome = new Outcome.Found(1, Optional.of(large));
        var r1 = SnapshotFormat.write(RememberedRequest.of(Samples.put("r1", 100, "a", "1"), outcome, 9));
        var r2 = SnapshotFormat.write(RememberedRequest.of(Samples.put("r2", 100, "a", "1"), outcome, 9));
        var event = EventFormat.write(new ChangeEvent.EntryWritten(Namespace.DEFAULT, large, Optional.empty()));

        assertThat(refusal(finished(header(1, 2, 0, 1), r1, r2, namespace("default", 0))))
                .hasMessage("snapshot has more requests than are remembered");
        assertThat(refusal(
                        finished(header(1, 1_000, 10, -1, 1, 1), namespace("default", 0), commit(1, 2), event, event)))
                .hasMessage("snapshot has more history than is kept");
    }

    @Test
    void leases_that_cannot_be_are_refused() {
        var third = lease(3, 100, 11);

        assertThat(refusal(finished(header(0, 0, 2, 1), third, third))).hasMessage("snapshot has the lease 3");
        assertThat(refusal(finished(header(0, 0, 2, 1), third, lease(2, 100, 11))))
                .hasMessage("snapshot has the lease 2");
        assertThat(refusal(finished(header(0, 0, 1, 1), lease(10, 100, 11)))).hasMessage("snapshot has the lease 10");
        assertThat(refusal(finished(header(0, 0, 1, 1), lease(3, 100, 10))))
                .hasMessage("snapshot has a lease that has ended");
        assertThat(refusal(finished(header(0, 0, 1, 1), lease(3, 0, 11))))
                .hasMessageStartingWith("snapshot holds an invalid value: ttl of a lease is 0 ms");
    }

    @Test
    void tokens_and_keys_that_cannot_be_are_refused() {
        var a = token("a", 11);
        var b = token("b", 11);
        var old = key("k1", 5);
        var current = key("k2", 0);

        assertThat(refusal(finished(tokens(-1, 0)))).hasMessage("snapshot has -1 tokens; the limit is 10000");
        assertThat(refusal(finished(tokens(10_001, 0)))).hasMessage("snapshot has 10001 tokens; the limit is 10000");
        assertThat(refusal(finished(tokens(0, 17)))).hasMessage("snapshot has 17 signing keys; the limit is 16");
        assertThat(refusal(finished(tokens(2, 0), b, a))).hasMessage("snapshot has tokens out of order");
        assertThat(refusal(finished(tokens(2, 0), a, a))).hasMessage("snapshot has tokens out of order");
        assertThat(refusal(finished(tokens(1, 0), token("a", 10)))).hasMessage("snapshot has a token that is over");
        assertThat(refusal(finished(tokens(0, 2), old, old))).hasMessage("snapshot has a signing key twice");
        assertThat(refusal(finished(tokens(0, 2), current, old)))
                .hasMessage("snapshot has signing keys of which not exactly the last one signs");
        assertThat(refusal(finished(tokens(0, 1), old)))
                .hasMessage("snapshot has signing keys of which not exactly the last one signs");
    }

    @Test
    void content_out_of_order_is_refused() {
        var a = entry("a", 1, Lifetime.FOREVER);
        var b = entry("b", 1, Lifetime.FOREVER);

        assertThat(refusal(finished(header(1, 0, 0, 1), namespace("default", 2), b, a)))
                .hasMessage("snapshot has keys out of order");
        assertThat(refusal(finished(header(1, 0, 0, 1), namespace("default", 2), a, a)))
                .hasMessage("snapshot has keys out of order");
        assertThat(refusal(finished(header(1, 0, 0, 2), namespace("default", 1), a, namespace("cats", 0))))
                .hasMessage("snapshot has namespaces out of order");
        assertThat(refusal(finished(header(1, 0, 0, 1), namespace("default", -1))))
                .hasMessage("snapshot has a namespace of -1 entries");
        assertThat(refusal(finished(header(1, 0, 0, 1), namespace("", 1), a)))
                .hasMessage("snapshot holds an invalid value: namespace is empty; it has at least 1 byte");
        assertThat(refusal(finished(header(1, 0, 0, 1), namespace("cats", 0))))
                .hasMessage("snapshot has no default namespace");
    }

    @Test
    void entries_that_cannot_be_are_refused() {
        assertThat(refusal(withEntry(entry("a", 2, Lifetime.FOREVER))))
                .hasMessage("snapshot has an entry of a later revision than its own");
        assertThat(refusal(withEntry(entry("a", 1, Lifetime.until(10)))))
                .hasMessage("snapshot has an entry that has expired");
        assertThat(refusal(withEntry(entry("a", 1, Lifetime.ofLease(1)))))
                .hasMessage("snapshot has an entry of a lease that is not there");
        assertThat(refusal(finished(
                        header(1, 1_000, 10, -1, 2, 0), namespace("default", 1), entry("a", 1, Lifetime.FOREVER))))
                .hasMessage("snapshot has an entry of a later time than its own");
    }

    private static byte[] withEntry(ByteWriter entry) {
        return finished(header(1, 0, 0, 1), namespace("default", 1), entry);
    }

    @Test
    void commits_that_cannot_be_are_refused() {
        var entry = Samples.entry("a", "1", 1, 1, Lifetime.FOREVER);
        var event = EventFormat.write(new ChangeEvent.EntryDeleted(Namespace.DEFAULT, entry, 2, false));
        var header = header(2, 1_000, 10, -1, 2, 1);

        assertThat(refusal(finished(header, namespace("default", 0), commit(2, 0))))
                .hasMessage("snapshot has a commit of 0 events");
        assertThat(refusal(finished(header, namespace("default", 0), commit(1, 1), event)))
                .hasMessage("snapshot has commits out of order");
        assertThat(refusal(finished(
                        header,
                        namespace("default", 0),
                        commit(2, 1),
                        new ByteWriter().u8(9).string("n"))))
                .hasMessage("event has the unknown type tag 9");
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

    /** Without commits, far in the year 2026, at the cluster's time 10. */
    private static ByteWriter header(long revision, int requests, int leases, int namespaces) {
        long clockMillis = 1_767_225_600_000L;
        return new SnapshotFormat.Header(
                        revision,
                        clockMillis,
                        10,
                        -1,
                        9,
                        revision + 1,
                        requests,
                        leases,
                        namespaces,
                        0,
                        9,
                        0,
                        0,
                        0,
                        0,
                        0)
                .write();
    }

    private static ByteWriter tokens(int tokens, int keys) {
        return new SnapshotFormat.Header(0, 0, 10, -1, 9, 1, 0, 0, 1, 0, 9, 0, 0, 0, tokens, keys).write();
    }

    private static ByteWriter token(String id, long deadlineMillis) {
        var bearer = new TokenBearer("ci", List.of());
        var token = new IssuedToken(
                new TokenId(id), bearer, new TokenId("k1"), Samples.ALICE, 0, 1_000, deadlineMillis, Optional.empty());
        return TokenRecordFormat.write(new ByteWriter(), token);
    }

    private static ByteWriter key(String id, long retiredMillis) {
        return TokenRecordFormat.write(
                new ByteWriter(), new SigningKey(new TokenId(id), "p", "s", Samples.ALICE, 0, retiredMillis, 0));
    }

    /** With the default namespace alone. */
    private static ByteWriter header(
            long revision, long clockMillis, long timeMillis, long forgottenUpTo, long oldestRevision, int commits) {
        return new SnapshotFormat.Header(
                        revision,
                        clockMillis,
                        timeMillis,
                        forgottenUpTo,
                        9,
                        oldestRevision,
                        0,
                        0,
                        1,
                        commits,
                        9,
                        0,
                        0,
                        0,
                        0,
                        0)
                .write();
    }

    private static ByteWriter namespace(String name, int entries) {
        return EntryFormat.writeSettings(new ByteWriter().string(name), NamespaceSettings.NONE)
                .i32(entries);
    }

    private static ByteWriter lease(long id, long ttlMillis, long deadlineMillis) {
        return SnapshotFormat.write(new Lease(id, ttlMillis, deadlineMillis, Samples.ALICE));
    }

    private static ByteWriter entry(String key, long revision, Lifetime lifetime) {
        return EntryFormat.write(new ByteWriter(), Samples.entry(key, "1", revision, revision, lifetime));
    }

    private static ByteWriter commit(long revision, int events) {
        return EntryFormat.writeAuthor(new ByteWriter().i64(revision), Samples.ALICE)
                .i64(0)
                .i32(events);
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
