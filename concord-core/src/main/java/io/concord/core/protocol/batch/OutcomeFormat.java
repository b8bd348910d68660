package io.concord.core.protocol.batch;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.protocol.ErrorCode.Effect;
import io.concord.core.wire.EntryFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bytes of an outcome of a batch: a tag, the i64 revision but for a failure, and
 *
 * <pre>
 *  1 found:                optional entry
 *  2 contained:            bool present
 *  3 page:                 u16 count, entries, bool more
 *  4 key page:             u16 count, strings, bool more
 *  5 unchanged
 * 16 written:              i64 create revision, i64 version, optional entry
 * 17 deleted:              bool existed, optional entry
 * 18 touched:              bool existed
 * 20 incremented:          i64 create revision, i64 version, i64 value
 * 21 range deleted:        i64 count
 * 22 namespace ready:      bool created, settings
 * 23 namespace destroyed:  bool existed, i64 count
 * 24 lease alive:          i64 id, i64 ttl ms
 * 26 lease revoked:        i64 count
 * 64 precondition failed:  i64 entry revision, optional entry
 * 65 failed:               u8 effect (0 refused, 1 unavailable, 2 indeterminate), string code, string detail
 * 66 forgotten
 * </pre>
 */
final class OutcomeFormat {
    private static final int FOUND = 1;
    private static final int CONTAINED = 2;
    private static final int PAGE = 3;
    private static final int KEY_PAGE = 4;
    private static final int UNCHANGED = 5;
    private static final int WRITTEN = 16;
    private static final int DELETED = 17;
    private static final int TOUCHED = 18;
    private static final int INCREMENTED = 20;
    private static final int RANGE_DELETED = 21;
    private static final int NAMESPACE_READY = 22;
    private static final int NAMESPACE_DESTROYED = 23;
    private static final int LEASE_ALIVE = 24;
    private static final int LEASE_REVOKED = 26;
    private static final int PRECONDITION_FAILED = 64;
    private static final int FAILED = 65;
    private static final int FORGOTTEN = 66;

    private OutcomeFormat() {}

    static ByteWriter write(ByteWriter out, BatchOutcome outcome) {
        return outcome.accept(new Writer(out));
    }

    static BatchOutcome read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case FOUND -> new BatchOutcome.Found(in.i64(), EntryFormat.readOptionalEntry(in));
            case CONTAINED -> new BatchOutcome.Contained(in.i64(), in.bool());
            case PAGE -> new BatchOutcome.Page(in.i64(), readList(in, EntryFormat::read), in.bool());
            case KEY_PAGE -> new BatchOutcome.KeyPage(in.i64(), readList(in, OutcomeFormat::readKey), in.bool());
            case UNCHANGED -> new BatchOutcome.Unchanged(in.i64());
            case WRITTEN -> new BatchOutcome.Written(in.i64(), in.i64(), in.i64(), EntryFormat.readOptionalEntry(in));
            case DELETED -> new BatchOutcome.Deleted(in.i64(), in.bool(), EntryFormat.readOptionalEntry(in));
            case TOUCHED -> new BatchOutcome.Touched(in.i64(), in.bool());
            case INCREMENTED -> new BatchOutcome.Incremented(in.i64(), in.i64(), in.i64(), in.i64());
            case RANGE_DELETED -> new BatchOutcome.RangeDeleted(in.i64(), in.i64());
            case NAMESPACE_READY -> new BatchOutcome.NamespaceReady(in.i64(), in.bool(), EntryFormat.readSettings(in));
            case NAMESPACE_DESTROYED -> new BatchOutcome.NamespaceDestroyed(in.i64(), in.bool(), in.i64());
            case LEASE_ALIVE -> new BatchOutcome.LeaseAlive(in.i64(), in.i64(), in.i64());
            case LEASE_REVOKED -> new BatchOutcome.LeaseRevoked(in.i64(), in.i64());
            case PRECONDITION_FAILED ->
                new BatchOutcome.PreconditionFailed(in.i64(), in.i64(), EntryFormat.readOptionalEntry(in));
            case FAILED -> new BatchOutcome.Failed(readEffect(in), in.string(), in.string());
            case FORGOTTEN -> new BatchOutcome.Forgotten(in.i64());
            default -> throw FormatException.unknownTag("batch outcome", tag);
        };
    }

    private static Key readKey(ByteReader in) {
        return new Key(in.string());
    }

    /** The list grows as its elements arrive, so that a false count costs nothing. */
    private static <T> List<T> readList(ByteReader in, Function<ByteReader, T> element) {
        var list = new ArrayList<T>();
        for (int left = in.u16(); left > 0; left--) {
            list.add(element.apply(in));
        }
        return list;
    }

    private static Effect readEffect(ByteReader in) {
        int code = in.u8();
        return switch (code) {
            case 0 -> Effect.REFUSED;
            case 1 -> Effect.UNAVAILABLE;
            case 2 -> Effect.INDETERMINATE;
            default -> throw FormatException.unknownTag("effect of a failure", code);
        };
    }

    private static int code(Effect effect) {
        return switch (effect) {
            case REFUSED -> 0;
            case UNAVAILABLE -> 1;
            case INDETERMINATE -> 2;
        };
    }

    private record Writer(ByteWriter out) implements BatchOutcome.Handler<ByteWriter> {
        @Override
        public ByteWriter found(BatchOutcome.Found found) {
            return EntryFormat.writeOptionalEntry(head(FOUND, found.revision()), found.entry());
        }

        @Override
        public ByteWriter unchanged(BatchOutcome.Unchanged unchanged) {
            return head(UNCHANGED, unchanged.revision());
        }

        @Override
        public ByteWriter contained(BatchOutcome.Contained contained) {
            return head(CONTAINED, contained.revision()).bool(contained.present());
        }

        @Override
        public ByteWriter page(BatchOutcome.Page page) {
            head(PAGE, page.revision()).u16(page.entries().size());
            page.entries().forEach(entry -> EntryFormat.write(out, entry));
            return out.bool(page.more());
        }

        @Override
        public ByteWriter keyPage(BatchOutcome.KeyPage page) {
            head(KEY_PAGE, page.revision()).u16(page.keys().size());
            page.keys().forEach(key -> out.string(key.text()));
            return out.bool(page.more());
        }

        @Override
        public ByteWriter written(BatchOutcome.Written written) {
            head(WRITTEN, written.revision()).i64(written.createRevision()).i64(written.version());
            return EntryFormat.writeOptionalEntry(out, written.previous());
        }

        @Override
        public ByteWriter deleted(BatchOutcome.Deleted deleted) {
            head(DELETED, deleted.revision()).bool(deleted.existed());
            return EntryFormat.writeOptionalEntry(out, deleted.previous());
        }

        @Override
        public ByteWriter touched(BatchOutcome.Touched touched) {
            return head(TOUCHED, touched.revision()).bool(touched.existed());
        }

        @Override
        public ByteWriter incremented(BatchOutcome.Incremented incremented) {
            return head(INCREMENTED, incremented.revision())
                    .i64(incremented.createRevision())
                    .i64(incremented.version())
                    .i64(incremented.value());
        }

        @Override
        public ByteWriter rangeDeleted(BatchOutcome.RangeDeleted deleted) {
            return head(RANGE_DELETED, deleted.revision()).i64(deleted.count());
        }

        @Override
        public ByteWriter namespaceReady(BatchOutcome.NamespaceReady ready) {
            return EntryFormat.writeSettings(
                    head(NAMESPACE_READY, ready.revision()).bool(ready.created()), ready.settings());
        }

        @Override
        public ByteWriter namespaceDestroyed(BatchOutcome.NamespaceDestroyed destroyed) {
            return head(NAMESPACE_DESTROYED, destroyed.revision())
                    .bool(destroyed.existed())
                    .i64(destroyed.count());
        }

        @Override
        public ByteWriter leaseAlive(BatchOutcome.LeaseAlive alive) {
            return head(LEASE_ALIVE, alive.revision()).i64(alive.leaseId()).i64(alive.ttlMillis());
        }

        @Override
        public ByteWriter leaseRevoked(BatchOutcome.LeaseRevoked revoked) {
            return head(LEASE_REVOKED, revoked.revision()).i64(revoked.count());
        }

        @Override
        public ByteWriter preconditionFailed(BatchOutcome.PreconditionFailed failed) {
            head(PRECONDITION_FAILED, failed.revision()).i64(failed.entryRevision());
            return EntryFormat.writeOptionalEntry(out, failed.current());
        }

        @Override
        public ByteWriter forgotten(BatchOutcome.Forgotten forgotten) {
            return head(FORGOTTEN, forgotten.revision());
        }

        @Override
        public ByteWriter failed(BatchOutcome.Failed failed) {
            return out.u8(FAILED)
                    .u8(code(failed.effect()))
                    .string(failed.code())
                    .string(failed.detail());
        }

        private ByteWriter head(int tag, long revision) {
            return out.u8(tag).i64(revision);
        }
    }
}
