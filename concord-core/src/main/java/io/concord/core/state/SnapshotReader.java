package io.concord.core.state;

import io.concord.core.access.Rules;
import io.concord.core.access.StoredRule;
import io.concord.core.command.TokenRecordFormat;
import io.concord.core.format.ByteReader;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenId;
import io.concord.core.wire.EntryFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The reader of {@link SnapshotFormat}. It believes nothing: a frame is allocated as its bytes arrive, order and numbers
 * are checked as they are read, and the checksum is checked before anything is handed out.
 */
final class SnapshotReader {
    private final CheckedInputStream in;
    private final Bounds bounds;

    private SnapshotReader(InputStream in, Bounds bounds) {
        this.in = new CheckedInputStream(new BufferedInputStream(in), new CRC32C());
        this.bounds = bounds;
    }

    static KeyspaceView read(InputStream in, Bounds bounds) throws IOException {
        try {
            return new SnapshotReader(in, bounds).read();
        } catch (InvalidValueException e) {
            throw new FormatException("snapshot holds an invalid value: " + e.getMessage(), e);
        }
    }

    private KeyspaceView read() throws IOException {
        readPreamble();
        var frame = readFrame();
        var header = SnapshotFormat.Header.read(frame);
        frame.expectEnd();
        check(header);
        var requests = readRequests(header);
        var leases = readLeases(header);
        var revocations = readRevocations(header);
        var rules = readRules(header);
        var tokens = readTokens(header);
        var contents = readContents(header, leases);
        var history = readHistory(header);
        var restores = readRestores();
        readTrailer();
        return new KeyspaceView(
                contents,
                leases,
                revocations,
                rules,
                tokens,
                requests,
                history,
                header.revision(),
                header.clockMillis(),
                header.timeMillis(),
                restores);
    }

    private void readPreamble() throws IOException {
        if (!Arrays.equals(readBytes(SnapshotFormat.MAGIC.length), SnapshotFormat.MAGIC)) {
            throw new FormatException("snapshot does not begin with CNCDSNAP: this is something else");
        }
        new ByteReader(SnapshotFormat.NAME, readBytes(1)).expectVersion(SnapshotFormat.VERSION);
    }

    private void check(SnapshotFormat.Header header) {
        require(header.revision() >= 0, "the revision " + header.revision());
        require(header.clockMillis() >= 0, "the clock " + header.clockMillis());
        require(header.timeMillis() >= 0, "the time " + header.timeMillis());
        require(header.forgottenUpToMillis() >= -1, "requests forgotten up to " + header.forgottenUpToMillis());
        require(
                header.requests() >= 0 && header.requests() <= bounds.requestsMax(),
                header.requests() + " requests; the limit is " + bounds.requestsMax());
        require(header.leases() >= 0 && header.leases() <= header.lastLeaseId(), header.leases() + " leases");
        require(
                header.revocations() >= 0
                        && header.revocations() <= header.lastRevocationId()
                        && header.revocations() <= Limits.REVOCATIONS_MAX,
                header.revocations() + " revocations");
        require(
                header.rules() >= 0 && header.rules() <= header.rulesRevision() && header.rules() <= Limits.RULES_MAX,
                header.rules() + " rules of revision " + header.rulesRevision());
        require(
                header.tokens() >= 0 && header.tokens() <= Limits.TOKENS_MAX,
                header.tokens() + " tokens; the limit is " + Limits.TOKENS_MAX);
        require(
                header.signingKeys() >= 0 && header.signingKeys() <= Limits.SIGNING_KEYS_MAX,
                header.signingKeys() + " signing keys; the limit is " + Limits.SIGNING_KEYS_MAX);
        require(header.namespaces() >= 1, header.namespaces() + " namespaces");
        require(
                header.oldestRevision() >= 1 && header.commits() == header.revision() - header.oldestRevision() + 1,
                header.commits() + " commits from revision " + header.oldestRevision() + " at " + header.revision());
    }

    private RequestMemory readRequests(SnapshotFormat.Header header) throws IOException {
        var requests = RequestMemory.forgottenUpTo(bounds, header.forgottenUpToMillis());
        for (int i = 0; i < header.requests(); i++) {
            var frame = readFrame();
            var request = SnapshotFormat.readRequest(frame);
            frame.expectEnd();
            require(requests.find(request.key()) == null, "one request twice");
            requests = requests.remember(request);
        }
        require(requests.size() == header.requests(), "more requests than are remembered");
        return requests;
    }

    private Leases readLeases(SnapshotFormat.Header header) throws IOException {
        var leases = Leases.afterId(header.lastLeaseId());
        long lastId = 0;
        for (int i = 0; i < header.leases(); i++) {
            var frame = readFrame();
            var lease = SnapshotFormat.readLease(frame);
            frame.expectEnd();
            require(lease.id() > lastId && lease.id() <= header.lastLeaseId(), "the lease " + lease.id());
            require(lease.deadlineMillis() > header.timeMillis(), "a lease that has ended");
            leases = leases.put(lease);
            lastId = lease.id();
        }
        return leases;
    }

    private Revocations readRevocations(SnapshotFormat.Header header) throws IOException {
        var ascending = new ArrayList<Revocation>();
        long lastId = 0;
        for (int i = 0; i < header.revocations(); i++) {
            var frame = readFrame();
            var revocation = SnapshotFormat.readRevocation(frame);
            frame.expectEnd();
            require(
                    revocation.id() > lastId && revocation.id() <= header.lastRevocationId(),
                    "the revocation " + revocation.id());
            require(revocation.deadlineMillis() > header.timeMillis(), "a revocation that is over");
            ascending.add(revocation);
            lastId = revocation.id();
        }
        return Revocations.afterId(header.lastRevocationId(), ascending);
    }

    private Rules readRules(SnapshotFormat.Header header) throws IOException {
        var ascending = new ArrayList<StoredRule>();
        String last = null;
        for (int i = 0; i < header.rules(); i++) {
            var frame = readFrame();
            var stored = SnapshotFormat.readRule(frame);
            frame.expectEnd();
            require(isAfter(last, stored.rule().name()), "rules out of order");
            require(
                    stored.revision() >= 1 && stored.revision() <= header.rulesRevision(),
                    "a rule of the revision " + stored.revision());
            ascending.add(stored);
            last = stored.rule().name();
        }
        return Rules.of(header.rulesRevision(), ascending);
    }

    private Tokens readTokens(SnapshotFormat.Header header) throws IOException {
        var tokens = Tokens.NONE;
        TokenId last = null;
        for (int i = 0; i < header.tokens(); i++) {
            var frame = readFrame();
            var token = TokenRecordFormat.readToken(frame);
            frame.expectEnd();
            require(isAfter(last, token.id()), "tokens out of order");
            require(token.deadlineMillis() > header.timeMillis(), "a token that is over");
            tokens = tokens.put(token);
            last = token.id();
        }
        return tokens.withKeys(readKeys(header));
    }

    private List<SigningKey> readKeys(SnapshotFormat.Header header) throws IOException {
        var keys = new ArrayList<SigningKey>();
        for (int i = 0; i < header.signingKeys(); i++) {
            var frame = readFrame();
            var key = TokenRecordFormat.readKey(frame);
            frame.expectEnd();
            require(keys.stream().noneMatch(other -> other.id().equals(key.id())), "a signing key twice");
            require(
                    key.isRetired() == i < header.signingKeys() - 1,
                    "signing keys of which not exactly the last one signs");
            keys.add(key);
        }
        return keys;
    }

    private Contents readContents(SnapshotFormat.Header header, Leases leases) throws IOException {
        var contents = Contents.EMPTY;
        Namespace last = null;
        for (int i = 0; i < header.namespaces(); i++) {
            var frame = readFrame();
            var namespace = new Namespace(frame.string());
            var settings = EntryFormat.readSettings(frame);
            int entries = frame.i32();
            frame.expectEnd();
            require(isAfter(last, namespace), "namespaces out of order");
            require(entries >= 0, "a namespace of " + entries + " entries");
            contents = contents.with(namespace, readSpace(Space.empty(settings), entries, header, leases));
            last = namespace;
        }
        require(contents.spaces().size() == header.namespaces(), "no default namespace");
        return contents;
    }

    private Space readSpace(Space empty, int count, SnapshotFormat.Header header, Leases leases) throws IOException {
        var space = empty;
        Key last = null;
        for (int i = 0; i < count; i++) {
            var frame = readFrame();
            var entry = EntryFormat.read(frame);
            frame.expectEnd();
            require(isAfter(last, entry.key()), "keys out of order");
            require(entry.revision() <= header.revision(), "an entry of a later revision than its own");
            require(entry.writtenMillis() <= header.clockMillis(), "an entry of a later time than its own");
            require(entry.lifetime().deadlineMillis() > header.timeMillis(), "an entry that has expired");
            require(
                    !entry.lifetime().hasLease() || leases.get(entry.lifetime().leaseId()) != null,
                    "an entry of a lease that is not there");
            space = space.put(entry, null);
            last = entry.key();
        }
        return space;
    }

    private History readHistory(SnapshotFormat.Header header) throws IOException {
        var history = History.startingAt(bounds, header.oldestRevision());
        for (int i = 0; i < header.commits(); i++) {
            var commit = readCommit();
            require(commit.revision() == header.oldestRevision() + i, "commits out of order");
            history = history.with(commit);
        }
        require(history.size() == header.commits(), "more history than is kept");
        return history;
    }

    private Commit readCommit() throws IOException {
        var frame = readFrame();
        long revision = frame.i64();
        var author = EntryFormat.readAuthor(frame);
        long writtenMillis = Limits.requireTime(frame.i64());
        int events = frame.i32();
        frame.expectEnd();
        require(events > 0, "a commit of " + events + " events");
        var changes = new ArrayList<Change>();
        for (int i = 0; i < events; i++) {
            var event = readFrame();
            changes.add(new Change.Single(EventFormat.read(event, revision)));
            event.expectEnd();
        }
        return new Commit(revision, author, writtenMillis, changes);
    }

    private Restores readRestores() throws IOException {
        var frame = readFrame();
        long lastId = frame.i64();
        int kind = frame.u8();
        frame.expectEnd();
        require(lastId >= 0, "the last restore " + lastId);
        require(kind <= SnapshotFormat.RESTORE_WITH_RULES, "a restore of the kind " + kind);
        boolean rules = kind == SnapshotFormat.RESTORE_WITH_RULES;
        return new Restores(lastId, kind == SnapshotFormat.NO_RESTORE ? null : readRestore(lastId, rules));
    }

    private PendingRestore readRestore(long lastId, boolean rules) throws IOException {
        var frame = readFrame();
        var restore = SnapshotFormat.RestoreHead.read(frame, rules);
        frame.expectEnd();
        require(restore.id() > 0 && restore.id() <= lastId, "the restore " + restore.id());
        require(restore.head().firstLeaseId() > 0 && restore.leases() >= 0, restore.leases() + " leases of a restore");
        require(restore.sequence() >= 0, "a restore at its part " + restore.sequence());
        require(restore.namespaces() >= 1, restore.namespaces() + " namespaces of a restore");
        require(
                restore.revocations() >= 0 && restore.revocations() <= Limits.REVOCATIONS_MAX,
                restore.revocations() + " revocations of a restore");
        require(
                restore.tally().totals().rules() <= Limits.RULES_MAX,
                restore.tally().totals().rules() + " rules of a restore");
        var header = restore.asHeader();
        var leases = Leases.afterId(restore.head().firstLeaseId() - 1);
        var leaseIds = PersistentMap.<Long, Long>empty();
        long lastThere = 0;
        for (int i = 0; i < restore.leases(); i++) {
            var one = readFrame();
            long there = one.i64();
            var lease = SnapshotFormat.readLease(one);
            one.expectEnd();
            require(there > lastThere && lease.id() == restore.head().firstLeaseId() + i, "leases out of order");
            leases = leases.put(lease);
            leaseIds = leaseIds.put(there, lease.id());
            lastThere = there;
        }
        var revocations = readRevocations(header);
        var stagedRules = readRules(header);
        var contents = readContents(header, leases);
        return new PendingRestore(
                restore.id(),
                restore.head(),
                restore.deadlineMillis(),
                restore.sequence(),
                restore.tally(),
                restore.writtenMillis(),
                contents,
                leases,
                leaseIds,
                revocations,
                stagedRules);
    }

    private void readTrailer() throws IOException {
        int computed = (int) in.getChecksum().getValue();
        int stored = ByteBuffer.wrap(readBytes(Integer.BYTES)).getInt();
        if (stored != computed) {
            throw new FormatException(String.format(
                    "snapshot has the checksum %08x; its bytes give %08x: it is damaged", stored, computed));
        }
        require(in.read() < 0, "bytes after its end");
    }

    private ByteReader readFrame() throws IOException {
        int length = ByteBuffer.wrap(readBytes(Integer.BYTES)).getInt();
        require(
                length >= 0 && length <= SnapshotFormat.FRAME_BYTES_MAX,
                "a frame of " + length + " bytes; the limit is " + SnapshotFormat.FRAME_BYTES_MAX);
        return new ByteReader(SnapshotFormat.NAME, readBytes(length));
    }

    /** Reads piece by piece, so that a false length costs no more memory than there are bytes. */
    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        require(
                bytes.length == length,
                "its end in the middle: " + bytes.length + " of " + length + " bytes are there");
        return bytes;
    }

    private static <T extends Comparable<T>> boolean isAfter(@Nullable T last, T next) {
        return last == null || last.compareTo(next) < 0;
    }

    private static void require(boolean holds, String violation) {
        if (!holds) {
            throw new FormatException("snapshot has " + violation);
        }
    }
}
