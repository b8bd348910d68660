package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;

/**
 * The store as it was after one command: immutable, consistent, and free to keep. It shares its structure with later
 * views, so that holding one costs only what has changed since.
 */
public final class KeyspaceView {
    private final Contents contents;
    private final RequestMemory requests;
    private final long revision;
    private final long clockMillis;

    KeyspaceView(Contents contents, RequestMemory requests, long revision, long clockMillis) {
        this.contents = contents;
        this.requests = requests;
        this.revision = revision;
        this.clockMillis = clockMillis;
    }

    static KeyspaceView empty(int requestCapacity) {
        return new KeyspaceView(Contents.EMPTY, RequestMemory.empty(requestCapacity), 0, 0);
    }

    public Optional<Entry> get(Namespace namespace, Key key) {
        return Optional.ofNullable(contents.get(namespace, key));
    }

    /** The entries of a namespace by ascending key; lazy, and none where the namespace does not exist. */
    public Iterator<Entry> entries(Namespace namespace) {
        return new Values<>(contents.in(namespace).iterator());
    }

    /** The entries of a namespace by ascending key, beginning at the first one whose key is not less than this. */
    public Iterator<Entry> entriesFrom(Namespace namespace, Key first) {
        return new Values<>(contents.in(namespace).iteratorFrom(first));
    }

    /** The number of changes that the store has seen; 0 is the empty store. */
    public long revision() {
        return revision;
    }

    /** The greatest time of any command so far, since the epoch. */
    public long clockMillis() {
        return clockMillis;
    }

    /**
     * The time up to which requests may have been forgotten, -1 while none was. Whoever submits a new request stamps it
     * with {@code max(its own clock, requestHorizonMillis() + 1)}; then it is not refused as forgotten merely for an age
     * that it does not have.
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

    /** The bytes of all keys, values and content types, without what holds them. */
    public long bytes() {
        return contents.bytes();
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

    RequestMemory requests() {
        return requests;
    }
}
