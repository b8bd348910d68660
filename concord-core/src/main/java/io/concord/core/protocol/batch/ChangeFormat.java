package io.concord.core.protocol.batch;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Namespace;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.wire.EntryFormat;
import io.concord.core.wire.ExpiryFormat;
import io.concord.core.wire.PreconditionFormat;
import io.concord.core.wire.TagsFormat;

/**
 * The bytes of a change after its tag, its request id and its time:
 *
 * <pre>
 * 16 put:                name, precondition, expiry, bool returning, value
 * 17 delete:             name, precondition, bool returning
 * 18 touch:              name, precondition, expiry
 * 19 get and touch:      name, expiry
 * 20 increment:          name, i64 delta, i64 initial, expiry
 * 21 delete range:       string namespace, keys, bool quiet
 * 22 create namespace:   string namespace, optional settings, bool must be new
 * 23 destroy namespace:  string namespace
 * 24 grant lease:        i64 ttl ms
 * 25 keep lease:         i64 id
 * 26 revoke lease:       i64 id
 * 27 put with tags:      name, precondition, expiry, bool returning, tags, value
 * 28 delete tagged:      string tag, optional string namespace, bool quiet
 * </pre>
 */
final class ChangeFormat {
    private static final int PUT = 16;
    private static final int DELETE = 17;
    private static final int TOUCH = 18;
    private static final int GET_AND_TOUCH = 19;
    private static final int INCREMENT = 20;
    private static final int DELETE_RANGE = 21;
    private static final int CREATE_NAMESPACE = 22;
    private static final int DESTROY_NAMESPACE = 23;
    private static final int GRANT_LEASE = 24;
    private static final int KEEP_LEASE = 25;
    private static final int REVOKE_LEASE = 26;
    private static final int PUT_WITH_TAGS = 27;
    private static final int DELETE_TAGGED = 28;

    private ChangeFormat() {}

    static int tagOf(BatchChange change) {
        return change.accept(new TypeTag());
    }

    /** Returns the tag if it is one of a change. */
    static int requireKnown(int tag) {
        if (tag < PUT || tag > DELETE_TAGGED) {
            throw FormatException.unknownTag("batch operation", tag);
        }
        return tag;
    }

    static ByteWriter write(ByteWriter out, BatchChange change) {
        return change.accept(new Writer(out));
    }

    static BatchChange read(int tag, ByteReader in) {
        return switch (tag) {
            case PUT -> readPut(in, false);
            case PUT_WITH_TAGS -> readPut(in, true);
            case DELETE -> new BatchChange.Delete(EntryFormat.readName(in), PreconditionFormat.read(in), in.bool());
            case TOUCH ->
                new BatchChange.Touch(EntryFormat.readName(in), PreconditionFormat.read(in), ExpiryFormat.read(in));
            case GET_AND_TOUCH -> new BatchChange.GetAndTouch(EntryFormat.readName(in), ExpiryFormat.read(in));
            case INCREMENT ->
                new BatchChange.Increment(EntryFormat.readName(in), in.i64(), in.i64(), ExpiryFormat.read(in));
            case DELETE_RANGE ->
                new BatchChange.DeleteRange(new Namespace(in.string()), EntryFormat.readKeys(in), in.bool());
            case DELETE_TAGGED ->
                new BatchChange.DeleteTagged(
                        new Tag(in.string()), EntryFormat.readOptional(in, EntryFormat::readNamespace), in.bool());
            case CREATE_NAMESPACE ->
                new BatchChange.CreateNamespace(
                        new Namespace(in.string()), EntryFormat.readOptional(in, EntryFormat::readSettings), in.bool());
            case DESTROY_NAMESPACE -> new BatchChange.DestroyNamespace(new Namespace(in.string()));
            case GRANT_LEASE -> new BatchChange.GrantLease(in.i64());
            case KEEP_LEASE -> new BatchChange.KeepLease(in.i64());
            case REVOKE_LEASE -> new BatchChange.RevokeLease(in.i64());
            default -> throw FormatException.unknownTag("batch operation", tag);
        };
    }

    private static BatchChange.Put readPut(ByteReader in, boolean tagged) {
        var at = EntryFormat.readName(in);
        var precondition = PreconditionFormat.read(in);
        var expiry = ExpiryFormat.read(in);
        boolean returning = in.bool();
        var tags = tagged ? TagsFormat.read(in) : Tags.NONE;
        return new BatchChange.Put(at, EntryFormat.readValue(in), precondition, expiry, returning, tags);
    }

    private static final class TypeTag implements BatchChange.Handler<Integer> {
        @Override
        public Integer put(BatchChange.Put put) {
            return put.tags().isEmpty() ? PUT : PUT_WITH_TAGS;
        }

        @Override
        public Integer delete(BatchChange.Delete delete) {
            return DELETE;
        }

        @Override
        public Integer touch(BatchChange.Touch touch) {
            return TOUCH;
        }

        @Override
        public Integer getAndTouch(BatchChange.GetAndTouch getAndTouch) {
            return GET_AND_TOUCH;
        }

        @Override
        public Integer increment(BatchChange.Increment increment) {
            return INCREMENT;
        }

        @Override
        public Integer deleteRange(BatchChange.DeleteRange deleteRange) {
            return DELETE_RANGE;
        }

        @Override
        public Integer deleteTagged(BatchChange.DeleteTagged deleteTagged) {
            return DELETE_TAGGED;
        }

        @Override
        public Integer createNamespace(BatchChange.CreateNamespace create) {
            return CREATE_NAMESPACE;
        }

        @Override
        public Integer destroyNamespace(BatchChange.DestroyNamespace destroy) {
            return DESTROY_NAMESPACE;
        }

        @Override
        public Integer grantLease(BatchChange.GrantLease grant) {
            return GRANT_LEASE;
        }

        @Override
        public Integer keepLease(BatchChange.KeepLease keep) {
            return KEEP_LEASE;
        }

        @Override
        public Integer revokeLease(BatchChange.RevokeLease revoke) {
            return REVOKE_LEASE;
        }
    }

    private record Writer(ByteWriter out) implements BatchChange.Handler<ByteWriter> {
        @Override
        public ByteWriter put(BatchChange.Put put) {
            PreconditionFormat.write(EntryFormat.writeName(out, put.at()), put.precondition());
            ExpiryFormat.write(out, put.expiry()).bool(put.returning());
            if (!put.tags().isEmpty()) {
                TagsFormat.write(out, put.tags());
            }
            return EntryFormat.writeValue(out, put.value());
        }

        @Override
        public ByteWriter delete(BatchChange.Delete delete) {
            PreconditionFormat.write(EntryFormat.writeName(out, delete.at()), delete.precondition());
            return out.bool(delete.returning());
        }

        @Override
        public ByteWriter touch(BatchChange.Touch touch) {
            PreconditionFormat.write(EntryFormat.writeName(out, touch.at()), touch.precondition());
            return ExpiryFormat.write(out, touch.expiry());
        }

        @Override
        public ByteWriter getAndTouch(BatchChange.GetAndTouch getAndTouch) {
            return ExpiryFormat.write(EntryFormat.writeName(out, getAndTouch.at()), getAndTouch.expiry());
        }

        @Override
        public ByteWriter increment(BatchChange.Increment increment) {
            EntryFormat.writeName(out, increment.at()).i64(increment.delta()).i64(increment.initial());
            return ExpiryFormat.write(out, increment.expiry());
        }

        @Override
        public ByteWriter deleteRange(BatchChange.DeleteRange deleteRange) {
            return EntryFormat.writeKeys(out.string(deleteRange.namespace().name()), deleteRange.keys())
                    .bool(deleteRange.quiet());
        }

        @Override
        public ByteWriter deleteTagged(BatchChange.DeleteTagged deleteTagged) {
            out.string(deleteTagged.tag().text());
            return EntryFormat.writeOptional(out, deleteTagged.namespace(), EntryFormat::writeNamespace)
                    .bool(deleteTagged.quiet());
        }

        @Override
        public ByteWriter createNamespace(BatchChange.CreateNamespace create) {
            out.string(create.namespace().name());
            return EntryFormat.writeOptional(out, create.settings(), EntryFormat::writeSettings)
                    .bool(create.mustBeNew());
        }

        @Override
        public ByteWriter destroyNamespace(BatchChange.DestroyNamespace destroy) {
            return out.string(destroy.namespace().name());
        }

        @Override
        public ByteWriter grantLease(BatchChange.GrantLease grant) {
            return out.i64(grant.ttlMillis());
        }

        @Override
        public ByteWriter keepLease(BatchChange.KeepLease keep) {
            return out.i64(keep.leaseId());
        }

        @Override
        public ByteWriter revokeLease(BatchChange.RevokeLease revoke) {
            return out.i64(revoke.leaseId());
        }
    }
}
