package io.concord.core.state;

import io.concord.core.access.Rules;
import io.concord.core.command.LeaseRights;
import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state while one command works on it. Nothing of it shows until it becomes a view, and nothing ever does if the
 * command is refused. All changes together make one commit. Used by one thread.
 */
final class Draft {
    private final KeyspaceView before;
    private final Moment moment;
    private final List<Change> changes = new ArrayList<>();
    private Contents contents;
    private Leases leases;
    private Revocations revocations;
    private Rules rules;
    private Restores restores;
    private @Nullable PendingRestore restored;
    private Tokens tokens;
    private @Nullable Found found;

    /** What was looked up last, which several rules ask for. */
    private record Found(
            EntryName at, Contents contents, @Nullable Entry entry) {}

    /**
     * When the command takes place, and for whom.
     *
     * @param timeMillis in the cluster's time
     * @param writtenMillis when it was first asked for, since the epoch
     * @param leaseRights what the author may do about leases
     */
    record Moment(long timeMillis, Author author, long writtenMillis, LeaseRights leaseRights) {
        /**
         * When a lifetime ends that begins now. The log's times are whole milliseconds, so that two of them may be almost
         * one further apart than what has passed between them: that one is added, and nothing ends early.
         */
        long deadlineAfter(long ttlMillis) {
            return timeMillis + ttlMillis + 1;
        }
    }

    Draft(KeyspaceView before, Moment moment) {
        this.before = before;
        this.moment = moment;
        this.contents = before.contents();
        this.leases = before.allLeases();
        this.revocations = before.allRevocations();
        this.rules = before.rules();
        this.restores = before.restores();
        this.tokens = before.allTokens();
    }

    Moment moment() {
        return moment;
    }

    Contents contents() {
        return contents;
    }

    Leases leases() {
        return leases;
    }

    /** A lease that the author may use; null where there is none, or one of somebody else, which he is not told apart. */
    @Nullable Lease lease(long id) {
        var lease = leases.get(id);
        boolean his = lease != null
                && (moment.leaseRights().ofOthers() || lease.owner().equals(moment.author()));
        return his ? lease : null;
    }

    Revocations revocations() {
        return revocations;
    }

    /** No commit: no entry changes. */
    void replace(Revocations others) {
        revocations = others;
    }

    Rules rules() {
        return rules;
    }

    /** No commit: no entry changes. */
    void replace(Rules others) {
        rules = others;
    }

    Restores restores() {
        return restores;
    }

    /** No commit: nobody sees them. */
    void replace(Restores others) {
        restores = others;
    }

    /** Puts what a restore has collected in the place of all contents and leases, which nothing was done to before. */
    void restore(PendingRestore restore) {
        contents = restore.contents();
        leases = restore.leases();
        restored = restore;
    }

    /** Removes an entry of which nobody has heard. */
    void forget(Namespace namespace, Entry entry) {
        remove(namespace, entry);
    }

    Tokens tokens() {
        return tokens;
    }

    /** No commit: no entry changes. */
    void replace(Tokens others) {
        tokens = others;
    }

    Bounds bounds() {
        return before.bounds();
    }

    /** The revision of the store before the command, and after it, too, if it is refused. */
    long revisionBefore() {
        return before.revision();
    }

    /** The revision of the store by now. */
    long revision() {
        if (restored != null) {
            return restored.head().revision();
        }
        return changes.isEmpty() ? before.revision() : nextRevision();
    }

    // Justification: whoever asks again has the same name, and contents that are the same have not changed.
    @SuppressWarnings("ReferenceEquality")
    @Nullable Entry get(EntryName at) {
        var last = found;
        if (last == null || last.at() != at || last.contents() != contents) {
            last = new Found(at, contents, contents.get(at));
            found = last;
        }
        return last.entry();
    }

    /** Creates or replaces an entry of a namespace that is there. */
    Entry put(EntryName at, Value value, Tags tags, Lifetime lifetime) {
        var previous = get(at);
        long revision = nextRevision();
        var entry = new Entry(
                at.key(),
                value,
                previous == null ? revision : previous.createRevision(),
                revision,
                previous == null ? 1 : previous.version() + 1,
                moment.author(),
                moment.writtenMillis(),
                lifetime,
                tags);
        contents = contents.with(at.namespace(), space(at.namespace()).put(entry, previous));
        changes.add(
                new Change.Single(new ChangeEvent.EntryWritten(at.namespace(), entry, Optional.ofNullable(previous))));
        return entry;
    }

    void delete(Namespace namespace, Entry entry) {
        remove(namespace, entry);
        changes.add(new Change.Single(new ChangeEvent.EntryDeleted(namespace, entry, nextRevision(), false)));
    }

    void expire(Namespace namespace, Entry entry) {
        remove(namespace, entry);
        changes.add(new Change.Single(new ChangeEvent.EntryExpired(namespace, entry, nextRevision())));
    }

    /** No commit: an entry's lifetime is not a part of what was written. */
    void touch(Namespace namespace, Entry entry, Lifetime lifetime) {
        contents = contents.with(namespace, space(namespace).put(entry.with(lifetime), entry));
    }

    /** Returns how many entries there were. */
    long deleteRange(Namespace namespace, KeyRange keys, boolean quiet) {
        var space = space(namespace);
        var removed = space.in(keys);
        if (!removed.isEmpty()) {
            var rest = space.without(keys, removed);
            contents = contents.with(namespace, rest);
            changed(namespace, removed, space.bytes() - rest.bytes(), quiet);
        }
        return removed.size();
    }

    /** Returns how many entries had the tag. */
    long deleteTagged(Namespace namespace, Tag tag, boolean quiet) {
        var space = space(namespace);
        var removed = space.tagged(tag);
        if (!removed.isEmpty()) {
            var rest = space.without(removed);
            contents = contents.with(namespace, rest);
            changed(namespace, removed, space.bytes() - rest.bytes(), quiet);
        }
        return removed.size();
    }

    void create(Namespace namespace, Space space) {
        contents = contents.with(namespace, space);
    }

    /** Returns how many entries it had. */
    long destroy(Namespace namespace) {
        var space = space(namespace);
        contents = contents.without(namespace);
        if (!space.entries().isEmpty()) {
            changed(namespace, space.entries(), space.bytes(), false);
        }
        return space.entries().size();
    }

    void put(Lease lease) {
        leases = leases.put(lease);
    }

    void remove(Lease lease) {
        leases = leases.remove(lease.id());
    }

    Space space(Namespace namespace) {
        return Objects.requireNonNull(contents.space(namespace), "the namespace is there");
    }

    /** The state after the command; nothing may be done to this draft after that. */
    KeyspaceView finish(RequestMemory requests, long clockMillis, long timeMillis) {
        // The clock is never behind the writing of what is there.
        long clock = restored == null ? clockMillis : Math.max(clockMillis, restored.writtenMillis());
        return new KeyspaceView(
                contents,
                leases,
                revocations,
                rules,
                tokens,
                requests,
                history(),
                revision(),
                clock,
                timeMillis,
                restores);
    }

    /** After a restore the history is empty: whoever goes on from before is told that it is gone. */
    private History history() {
        if (restored != null) {
            return History.startingAt(bounds(), revision() + 1);
        }
        return changes.isEmpty() ? before.history() : before.history().with(commit());
    }

    /** What was changed: one commit, or none. */
    List<Commit> committed() {
        return changes.isEmpty() ? List.of() : List.of(commit());
    }

    private Commit commit() {
        return new Commit(nextRevision(), moment.author(), moment.writtenMillis(), changes);
    }

    private void changed(Namespace namespace, PersistentMap<Key, Entry> removed, long bytes, boolean quiet) {
        changes.add(new Change.ManyRemoved(namespace, removed, bytes, nextRevision(), quiet));
    }

    private void remove(Namespace namespace, Entry entry) {
        contents = contents.with(namespace, space(namespace).remove(entry));
    }

    private long nextRevision() {
        return before.revision() + 1;
    }
}
