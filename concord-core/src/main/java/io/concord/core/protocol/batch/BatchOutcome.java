package io.concord.core.protocol.batch;

import io.concord.core.model.Entry;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.protocol.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What one operation of a batch came to. A {@code revision} is that of the whole store where the outcome is true. */
public sealed interface BatchOutcome {

    <R> R accept(Handler<R> handler);

    /** The entry, or that there is none. */
    record Found(long revision, Optional<Entry> entry) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.found(this);
        }
    }

    /** The entry is the one that the caller has: it is there, and by the revision that was asked about. */
    record Unchanged(long revision) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.unchanged(this);
        }
    }

    /** Whether there is an entry. */
    record Contained(long revision, boolean present) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.contained(this);
        }
    }

    /**
     * Entries of a range by ascending key.
     *
     * @param more whether the range goes on after the last of them; a page with more is not empty
     */
    record Page(long revision, List<Entry> entries, boolean more) implements BatchOutcome {
        public Page {
            entries = List.copyOf(entries);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.page(this);
        }
    }

    /** Keys of a range, as in {@link Page}. */
    record KeyPage(long revision, List<Key> keys, boolean more) implements BatchOutcome {
        public KeyPage {
            keys = List.copyOf(keys);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.keyPage(this);
        }
    }

    /**
     * The entry was written by this revision.
     *
     * @param previous the entry before, if it was asked for and there was one
     */
    record Written(long revision, long createRevision, long version, Optional<Entry> previous) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.written(this);
        }
    }

    /** The key is absent now. {@code previous} as in {@link Written}. */
    record Deleted(long revision, boolean existed, Optional<Entry> previous) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.deleted(this);
        }
    }

    /** The entry has another lifetime; or there is none, and nothing was done. */
    record Touched(long revision, boolean existed) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.touched(this);
        }
    }

    /** The entry was written by this revision and has this value now. */
    record Incremented(long revision, long createRevision, long version, long value) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.incremented(this);
        }
    }

    /** So many entries were removed. */
    record RangeDeleted(long revision, long count) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rangeDeleted(this);
        }
    }

    /** The namespace is there and has these settings; {@code created} by this operation or before. */
    record NamespaceReady(long revision, boolean created, NamespaceSettings settings) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.namespaceReady(this);
        }
    }

    /** The namespace is not there any more, nor are so many entries that it had. */
    record NamespaceDestroyed(long revision, boolean existed, long count) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.namespaceDestroyed(this);
        }
    }

    /** The lease has so much time from now. */
    record LeaseAlive(long revision, long leaseId, long ttlMillis) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.leaseAlive(this);
        }
    }

    /** The lease has ended, and so have so many entries. */
    record LeaseRevoked(long revision, long count) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.leaseRevoked(this);
        }
    }

    /**
     * The precondition did not hold, and nothing was changed.
     *
     * @param entryRevision the revision of the entry that was there, 0 where the key was absent
     * @param current that entry, if it was asked for and there was one
     */
    record PreconditionFailed(long revision, long entryRevision, Optional<Entry> current) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.preconditionFailed(this);
        }
    }

    /**
     * The write is so old that the store may have carried it out and forgotten it, so it was not carried out now. For a first
     * attempt this means that nothing happened: stamp it with {@link BatchResponse#timeMillis} and send it again. For a
     * retry, nobody knows what became of the first attempt.
     */
    record Forgotten(long revision) implements BatchOutcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.forgotten(this);
        }
    }

    /**
     * The operation was refused otherwise, or not carried out, or nobody knows.
     *
     * @param effect what it has done; it says whether and how to retry, whatever the code is
     * @param code as in a problem document; a newer server may have codes that this release does not know
     * @param detail for people
     */
    record Failed(ErrorCode.Effect effect, String code, String detail) implements BatchOutcome {
        private static final int CODE_CHARACTERS_MAX = 64;

        public Failed {
            if (code.isEmpty()
                    || code.length() > CODE_CHARACTERS_MAX
                    || !code.chars().allMatch(Failed::isOfCode)) {
                throw new InvalidValueException(
                        "code of a failure is not 1 to " + CODE_CHARACTERS_MAX + " lower-case letters, digits and '-'");
            }
        }

        public static Failed of(ErrorCode code, String detail) {
            return new Failed(code.effect(), code.code(), detail);
        }

        /** The code, if this release knows it. */
        public Optional<ErrorCode> known() {
            return Arrays.stream(ErrorCode.values())
                    .filter(known -> known.code().equals(code))
                    .findFirst();
        }

        private static boolean isOfCode(int character) {
            return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-';
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.failed(this);
        }
    }

    /** One method for each type of outcome. */
    interface Handler<R> {
        R found(Found found);

        R unchanged(Unchanged unchanged);

        R contained(Contained contained);

        R page(Page page);

        R keyPage(KeyPage keyPage);

        R written(Written written);

        R deleted(Deleted deleted);

        R touched(Touched touched);

        R incremented(Incremented incremented);

        R rangeDeleted(RangeDeleted rangeDeleted);

        R namespaceReady(NamespaceReady namespaceReady);

        R namespaceDestroyed(NamespaceDestroyed namespaceDestroyed);

        R leaseAlive(LeaseAlive leaseAlive);

        R leaseRevoked(LeaseRevoked leaseRevoked);

        R preconditionFailed(PreconditionFailed preconditionFailed);

        R forgotten(Forgotten forgotten);

        R failed(Failed failed);
    }
}
