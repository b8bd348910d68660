package io.concord.core.state;

import io.concord.core.access.RuleFormat;
import io.concord.core.access.StoredRule;
import io.concord.core.backup.BackupTally;
import io.concord.core.command.Fingerprint;
import io.concord.core.command.OutcomeFormat;
import io.concord.core.command.TokenRecordFormat;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Limits;
import io.concord.core.model.RequestId;
import io.concord.core.wire.EntryFormat;
import io.concord.core.wire.TokenFormat;
import java.nio.charset.StandardCharsets;

/**
 * The layout of a snapshot, and the bytes of its frames. Numbers are big-endian; a string is a u16 length and UTF-8,
 * bytes are an i32 length and the bytes; a frame is an i32 length and its content. Version 4:
 *
 * <pre>
 * 8 bytes  magic: CNCDSNAP
 * u8       format version: 4
 * frame    header: i64 revision, i64 clock ms, i64 time ms, i64 forgotten up to ms (-1 none), i64 last lease id,
 *            i64 oldest revision of the history, i32 requests, i32 leases, i32 namespaces, i32 commits,
 *            i64 last revocation id, i32 revocations, i64 revision of the rules, i32 rules, i32 tokens,
 *            i32 signing keys
 * frame    one a request, the one decided longest ago first:
 *            author, string request id, i64 first ms, i64 decided ms, i64 i64 fingerprint, outcome
 * frame    one a lease, by ascending id: i64 id, i64 ttl ms, i64 deadline ms, author
 * frame    one a revocation, by ascending id: i64 id, selector (see {@link TokenFormat}), i64 deadline ms (2^63-1 none)
 * frame    one a rule, by ascending name: i64 revision, rule (see {@link RuleFormat})
 * frame    one a token of Concord's own, by ascending id, see {@link TokenRecordFormat}
 * frame    one a signing key, the oldest first
 * frame    one a namespace, by ascending name: string name, settings, i32 entries; followed by
 *   frame    one an entry, by ascending key
 * frame    one a commit, by ascending revision: i64 revision, author, i64 written ms, i32 events; followed by
 *   frame    one an event, see {@link EventFormat}
 * frame    restores: i64 last restore id, u8 0 none, 1 one is under way, 2 one that has rules; where one is:
 *   frame    i64 id, i64 revision, i64 backup revision, i64 backup time ms, i64 begin ms, i64 first lease id, bool force,
 *              i64 deadline ms, i64 sequence, tally (see {@link BackupTally}), i64 latest written ms, i32 leases,
 *              i32 revocations, i32 namespaces
 *   frame    one a lease, by ascending id: i64 id in the backup, and as above
 *   frame    its revocations, its rules and its namespaces with their entries, as above
 * i32      CRC32C (RFC 3720) of all bytes before it
 * </pre>
 *
 * <p>See {@link EntryFormat} for entries, authors and settings, and {@link OutcomeFormat} for outcomes. A state has exactly one snapshot: that makes its SHA-256 the digest of the state. The versions before were
 * never released and are not read.
 */
final class SnapshotFormat {
    static final byte[] MAGIC = "CNCDSNAP".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 4;
    static final String NAME = "snapshot";

    private static final int HEAD_BYTES_MAX = 64 * 1024;

    /** An event may have two entries of the greatest size; no outcome that is remembered has more. */
    static final int FRAME_BYTES_MAX = 2 * Limits.VALUE_BYTES_CEILING + HEAD_BYTES_MAX;

    /** What the number is of which restore. */
    static final int NO_RESTORE = 0;

    static final int RESTORE = 1;
    static final int RESTORE_WITH_RULES = 2;

    private SnapshotFormat() {}

    /** The numbers before the content. */
    record Header(
            long revision,
            long clockMillis,
            long timeMillis,
            long forgottenUpToMillis,
            long lastLeaseId,
            long oldestRevision,
            int requests,
            int leases,
            int namespaces,
            int commits,
            long lastRevocationId,
            int revocations,
            long rulesRevision,
            int rules,
            int tokens,
            int signingKeys) {
        static Header of(KeyspaceView view) {
            return new Header(
                    view.revision(),
                    view.clockMillis(),
                    view.timeMillis(),
                    view.requestHorizonMillis(),
                    view.allLeases().lastId(),
                    view.history().oldestRevision(),
                    view.requests().size(),
                    view.allLeases().size(),
                    view.contents().spaces().size(),
                    view.history().size(),
                    view.allRevocations().lastId(),
                    view.allRevocations().size(),
                    view.rules().revision(),
                    view.rules().size(),
                    view.tokenCount(),
                    view.signingKeys().size());
        }

        static Header read(ByteReader in) {
            return new Header(
                    in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.i32(), in.i32(), in.i32(), in.i32(),
                    in.i64(), in.i32(), in.i64(), in.i32(), in.i32(), in.i32());
        }

        ByteWriter write() {
            var out = new ByteWriter().i64(revision).i64(clockMillis).i64(timeMillis);
            out.i64(forgottenUpToMillis).i64(lastLeaseId).i64(oldestRevision);
            return out.i32(requests)
                    .i32(leases)
                    .i32(namespaces)
                    .i32(commits)
                    .i64(lastRevocationId)
                    .i32(revocations)
                    .i64(rulesRevision)
                    .i32(rules)
                    .i32(tokens)
                    .i32(signingKeys);
        }
    }

    static ByteWriter write(RememberedRequest request) {
        var out = EntryFormat.writeAuthor(new ByteWriter(), request.key().author());
        out.string(request.key().requestId().text());
        out.i64(request.firstMillis()).i64(request.decidedMillis());
        out.i64(request.fingerprint().high()).i64(request.fingerprint().low());
        return OutcomeFormat.write(out, request.outcome());
    }

    static RememberedRequest readRequest(ByteReader in) {
        var key = new RequestKey(EntryFormat.readAuthor(in), new RequestId(in.string()));
        long firstMillis = Limits.requireTime(in.i64());
        long decidedMillis = Limits.requireTime(in.i64());
        var fingerprint = new Fingerprint(in.i64(), in.i64());
        return new RememberedRequest(key, firstMillis, decidedMillis, fingerprint, OutcomeFormat.read(in));
    }

    static ByteWriter write(Revocation revocation) {
        return TokenFormat.writeSelector(new ByteWriter().i64(revocation.id()), revocation.tokens())
                .i64(revocation.deadlineMillis());
    }

    static Revocation readRevocation(ByteReader in) {
        return new Revocation(in.i64(), TokenFormat.readSelector(in), in.i64());
    }

    static ByteWriter write(StoredRule stored) {
        return RuleFormat.write(new ByteWriter().i64(stored.revision()), stored.rule());
    }

    static StoredRule readRule(ByteReader in) {
        long revision = in.i64();
        return new StoredRule(RuleFormat.read(in), revision);
    }

    static ByteWriter write(Lease lease) {
        var out = new ByteWriter().i64(lease.id()).i64(lease.ttlMillis()).i64(lease.deadlineMillis());
        return EntryFormat.writeAuthor(out, lease.owner());
    }

    static Lease readLease(ByteReader in) {
        return new Lease(in.i64(), Limits.requireTtl("ttl of a lease", in.i64()), in.i64(), EntryFormat.readAuthor(in));
    }

    /** What stands before the contents of a restore under way. */
    record RestoreHead(
            long id,
            PendingRestore.Head head,
            long deadlineMillis,
            long sequence,
            BackupTally tally,
            long writtenMillis,
            int leases,
            int revocations,
            int namespaces) {
        static RestoreHead of(PendingRestore restore) {
            return new RestoreHead(
                    restore.id(),
                    restore.head(),
                    restore.deadlineMillis(),
                    restore.sequence(),
                    restore.tally(),
                    restore.writtenMillis(),
                    restore.leases().size(),
                    restore.revocations().size(),
                    restore.contents().spaces().size());
        }

        static RestoreHead read(ByteReader in, boolean rules) {
            return new RestoreHead(
                    in.i64(),
                    new PendingRestore.Head(in.i64(), in.i64(), in.i64(), in.i64(), in.i64(), in.bool()),
                    in.i64(),
                    in.i64(),
                    BackupTally.read(in, rules),
                    Limits.requireTime(in.i64()),
                    in.i32(),
                    in.i32(),
                    in.i32());
        }

        ByteWriter write() {
            var out = new ByteWriter().i64(id).i64(head.revision()).i64(head.backupRevision());
            out.i64(head.backupTimeMillis()).i64(head.beginMillis()).i64(head.firstLeaseId());
            tally.write(out.bool(head.force()).i64(deadlineMillis).i64(sequence));
            return out.i64(writtenMillis).i32(leases).i32(revocations).i32(namespaces);
        }

        /** By what the contents are checked: a snapshot of them alone would begin so. */
        Header asHeader() {
            return new Header(
                    head.revision(),
                    writtenMillis,
                    0,
                    -1,
                    head.firstLeaseId() - 1 + leases,
                    head.revision() + 1,
                    0,
                    leases,
                    namespaces,
                    0,
                    revocations,
                    revocations,
                    head.revision(),
                    tally.totals().rules(),
                    0,
                    0);
        }
    }
}
