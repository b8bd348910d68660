package io.concord.core.state;

import io.concord.core.access.Rules;
import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupTotals;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The store as it was after one command: immutable, consistent, and free to keep. It shares its structure with later
 * views, so that holding one costs only what has changed since.
 */
public final class KeyspaceView {
    /** What an entry takes in memory beside its own bytes, about: objects, and nodes of trees. */
    private static final long ENTRY_OVERHEAD_BYTES = 400;

    /** What a tag of an entry takes in memory beside its own bytes, about. */
    private static final long TAG_OVERHEAD_BYTES = 200;

    private final Contents contents;
    private final Leases leases;
    private final Revocations revocations;
    private final Rules rules;
    private final Tokens tokens;
    private final RequestMemory requests;
    private final History history;
    private final long revision;
    private final long clockMillis;
    private final long timeMillis;
    private final Restores restores;

    KeyspaceView(
            Contents contents,
            Leases leases,
            Revocations revocations,
            Rules rules,
            Tokens tokens,
            RequestMemory requests,
            History history,
            long revision,
            long clockMillis,
            long timeMillis,
            Restores restores) {
        this.contents = contents;
        this.leases = leases;
        this.revocations = revocations;
        this.rules = rules;
        this.tokens = tokens;
        this.requests = requests;
        this.history = history;
        this.revision = revision;
        this.clockMillis = clockMillis;
        this.timeMillis = timeMillis;
        this.restores = restores;
    }

    static KeyspaceView empty(Bounds bounds) {
        return new KeyspaceView(
                Contents.EMPTY,
                Leases.NONE,
                Revocations.NONE,
                Rules.NONE,
                Tokens.NONE,
                RequestMemory.empty(bounds),
                History.startingAt(bounds, 1),
                0,
                0,
                0,
                Restores.NONE);
    }

    public Optional<Entry> get(EntryName at) {
        return Optional.ofNullable(contents.get(at));
    }

    public Optional<Entry> get(Namespace namespace, Key key) {
        return get(new EntryName(namespace, key));
    }

    /** The entries of a range; none where the namespace does not exist. */
    public EntryRange range(Namespace namespace, KeyRange keys) {
        return EntryRange.of(entries(namespace), keys);
    }

    /**
     * The entries of a range as they were after a revision, from the history: the cost grows with how long ago that is.
     * Empty where the history does not reach so far back, or the revision is in the future.
     */
    public Optional<EntryRange> rangeAt(Namespace namespace, KeyRange keys, long atRevision) {
        return Optional.ofNullable(history.rewind(namespace, entries(namespace), revision, atRevision))
                .map(entries -> EntryRange.of(entries, keys));
    }

    /** The namespaces, by ascending name. */
    public List<NamespaceSummary> namespaces() {
        var summaries = new ArrayList<NamespaceSummary>();
        contents.spaces().forEach(space -> summaries.add(NamespaceSummary.of(space.getKey(), space.getValue())));
        return summaries;
    }

    public Optional<NamespaceSummary> namespace(Namespace namespace) {
        return Optional.ofNullable(contents.space(namespace)).map(space -> NamespaceSummary.of(namespace, space));
    }

    /** The leases, by ascending id. */
    public Iterable<Lease> leases() {
        return leases;
    }

    public Optional<Lease> lease(long id) {
        return Optional.ofNullable(leases.get(id));
    }

    /** The entries that live as long as a lease. */
    public List<EntryName> entriesOf(Lease lease) {
        var names = new ArrayList<EntryName>();
        for (var space : contents.spaces()) {
            for (var marked : space.getValue().ofLease(lease.id())) {
                names.add(new EntryName(space.getKey(), marked.getValue()));
            }
        }
        return names;
    }

    /** The revocations in force, by ascending id. */
    public Iterable<Revocation> revocations() {
        return revocations;
    }

    public int revocationCount() {
        return revocations.size();
    }

    /** Who may do what. */
    public Rules rules() {
        return rules;
    }

    /** Whether what the token says of the author counts no longer; never without a token. */
    public boolean isRevoked(Author author, Optional<Token> token) {
        return revocations.covers(author, token);
    }

    /** Concord's own tokens that may be good or were revoked, by ascending id; none that has ended for long. */
    public Iterable<IssuedToken> tokens() {
        return tokens;
    }

    /** The same from behind an id on. */
    public Iterable<IssuedToken> tokensAfter(TokenId last) {
        return () -> new Values<>(
                tokens.byId().dropWhile(id -> id.compareTo(last) <= 0).iterator());
    }

    public Optional<IssuedToken> token(TokenId id) {
        return Optional.ofNullable(tokens.get(id));
    }

    public int tokenCount() {
        return tokens.size();
    }

    /** The keys that verify them, the oldest first; the last one signs. The same list while none changes. */
    public List<SigningKey> signingKeys() {
        return tokens.keys();
    }

    public Optional<SigningKey> signingKey(TokenId id) {
        return tokens.key(id);
    }

    /** What would come of a transaction now. Nothing is changed and nothing remembered. */
    public Outcome evaluate(Operation.Transaction transaction, Author author, LeaseRights leaseRights) {
        var draft = new Draft(this, new Draft.Moment(timeMillis, author, clockMillis, leaseRights));
        return transaction.accept(new OperationApplier(draft));
    }

    /** What became of a request; empty where it is not known, or not any more. */
    public Optional<Outcome> outcomeOf(Author author, RequestId requestId) {
        return Optional.ofNullable(requests.find(new RequestKey(author, requestId)))
                .map(RememberedRequest::outcome);
    }

    /** The newest commits. */
    public History history() {
        return history;
    }

    /** The number of changes that the store has seen; 0 is the empty store. */
    public long revision() {
        return revision;
    }

    /** The greatest time of any command so far, since the epoch. */
    public long clockMillis() {
        return clockMillis;
    }

    /** The cluster's time: all that was due by then is gone. */
    public long timeMillis() {
        return timeMillis;
    }

    /**
     * The time up to which requests may have been forgotten, in the cluster's time; -1 while none was. Whoever submits a
     * new request stamps it with a later one; then it is not refused as forgotten merely for an age that it does not have.
     */
    public long requestHorizonMillis() {
        return requests.forgottenUpToMillis();
    }

    public long requestsRemembered() {
        return requests.size();
    }

    public long entryCount() {
        return contents.entryCount();
    }

    /** The bytes of all keys, values, content types and tags, without what holds them. */
    public long bytes() {
        return contents.bytes();
    }

    /**
     * What the entries and those of a restore under way take in memory, about. The history and the memory of requests come on top; they are bounded, and
     * deleting entries does not make them smaller.
     */
    public long memoryBytes() {
        return memoryBytes(contents) + restores.memoryBytes();
    }

    static long memoryBytes(Contents contents) {
        return contents.bytes()
                + contents.entryCount() * ENTRY_OVERHEAD_BYTES
                + contents.tagCount() * TAG_OVERHEAD_BYTES;
    }

    /** The restore under way; empty where there is none. */
    public Optional<RestoreProgress> restore() {
        return Optional.ofNullable(restores.underWay()).map(RestoreProgress::of);
    }

    /** Writes a backup of the contents, record by record. */
    public BackupTotals backUp(OutputStream out, BackupHeader header) throws IOException {
        return Backup.write(this, header, out);
    }

    /** Writes a snapshot, entry by entry, and flushes; the stream stays open. */
    public void writeTo(OutputStream out) throws IOException {
        SnapshotWriter.write(this, out);
    }

    /** The SHA-256 of the snapshot: equal digests mean equal behaviour from here on. Reads everything. */
    public byte[] digest() {
        return SnapshotWriter.digest(this);
    }

    Contents contents() {
        return contents;
    }

    Leases allLeases() {
        return leases;
    }

    Revocations allRevocations() {
        return revocations;
    }

    Restores restores() {
        return restores;
    }

    Tokens allTokens() {
        return tokens;
    }

    Bounds bounds() {
        return requests.bounds();
    }

    RequestMemory requests() {
        return requests;
    }

    /** The same store at a later time since the epoch. */
    KeyspaceView at(long laterClockMillis) {
        return new KeyspaceView(
                contents,
                leases,
                revocations,
                rules,
                tokens,
                requests,
                history,
                revision,
                laterClockMillis,
                timeMillis,
                restores);
    }

    private PersistentMap<Key, Entry> entries(Namespace namespace) {
        var space = contents.space(namespace);
        return space == null ? PersistentMap.empty() : space.entries();
    }
}
