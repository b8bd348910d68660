package io.concord.core.command;

import io.concord.core.access.RuleFormat;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.RecordFormat;
import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Comparison;
import io.concord.core.model.Namespace;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.wire.EntryFormat;
import io.concord.core.wire.ExpiryFormat;
import io.concord.core.wire.PreconditionFormat;
import io.concord.core.wire.TagsFormat;
import io.concord.core.wire.TokenFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bytes of an operation: a tag and
 *
 * <pre>
 *  1 put:                name, precondition, expiry, bool returning, value
 *  2 delete:             name, precondition, bool returning
 *  3 touch:              name, precondition, expiry
 *  4 increment:          name, i64 delta, i64 initial, expiry
 *  5 get:                name
 *  6 range:              string namespace, keys, i32 limit
 *  7 delete range:       string namespace, keys, bool quiet
 *  8 transaction:        u16 count, comparisons; u16 count, steps; u16 count, steps
 *  9 create namespace:   string namespace, u8 0 or u8 1 and settings, bool must be new
 * 10 destroy namespace:  string namespace
 * 11 grant lease:        i64 ttl ms
 * 12 keep lease:         i64 id
 * 13 revoke lease:       i64 id
 * 14 revoke tokens:      selector, i64 until ms (0 never)
 * 15 lift revocation:    i64 id
 * 16 put with tags:      name, precondition, expiry, bool returning, tags, value
 * 17 delete tagged:      string tag, optional string namespace, bool quiet
 * 18 put rule:           precondition, rule (see {@link RuleFormat})
 * 19 delete rule:        precondition, string name
 * 30 begin restore:      i64 revision, i64 time ms, bool force
 * 31 restore part:       i64 restore, i64 sequence, i32 count, records as in a backup, see {@link RecordFormat}
 * 32 finish restore:     i64 restore, totals of a backup without rules, see {@link BackupTotals}
 * 33 abort restore:      i64 restore
 * 34 finish with rules:  i64 restore, totals of a backup with rules
 * 20 record token:       string id, bearer (see {@link TokenRecordFormat}), i64 lifetime s
 * 21 revoke own token:   string id
 * 22 add signing key:    string id, string public key, string sealed key, optional string id of the one before
 * 23 remove signing key: string id
 * </pre>
 *
 * <p>An operation has exactly one encoding. A request's {@link Fingerprint} is made of it, so that it stays as it is.
 */
public final class OperationFormat {
    private static final String FORMAT = "operation";
    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int TOUCH = 3;
    private static final int INCREMENT = 4;
    private static final int GET = 5;
    private static final int RANGE = 6;
    private static final int DELETE_RANGE = 7;
    private static final int TRANSACTION = 8;
    private static final int CREATE_NAMESPACE = 9;
    private static final int DESTROY_NAMESPACE = 10;
    private static final int GRANT_LEASE = 11;
    private static final int KEEP_LEASE = 12;
    private static final int REVOKE_LEASE = 13;
    private static final int BEGIN_RESTORE = 30;
    private static final int RESTORE_PART = 31;
    private static final int FINISH_RESTORE = 32;
    private static final int ABORT_RESTORE = 33;
    private static final int FINISH_RESTORE_WITH_RULES = 34;
    private static final int REVOKE_TOKENS = 14;
    private static final int LIFT_REVOCATION = 15;
    private static final int PUT_WITH_TAGS = 16;
    private static final int DELETE_TAGGED = 17;
    private static final int PUT_RULE = 18;
    private static final int DELETE_RULE = 19;
    private static final int RECORD_TOKEN = 20;
    private static final int REVOKE_ISSUED_TOKEN = 21;
    private static final int ADD_SIGNING_KEY = 22;
    private static final int REMOVE_SIGNING_KEY = 23;

    private OperationFormat() {}

    public static ByteWriter write(ByteWriter out, Operation operation) {
        return operation.accept(new Writer(out));
    }

    /**
     * Reads the operation that comes next.
     *
     * @throws FormatException if something else comes next
     * @throws io.concord.core.model.InvalidValueException if it holds a value that breaks a rule
     */
    public static Operation read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case TRANSACTION ->
                new Operation.Transaction(
                        readList(in, ComparisonFormat::read),
                        readList(in, OperationFormat::readStep),
                        readList(in, OperationFormat::readStep));
            case CREATE_NAMESPACE ->
                new Operation.CreateNamespace(
                        new Namespace(in.string()), EntryFormat.readOptional(in, EntryFormat::readSettings), in.bool());
            case DESTROY_NAMESPACE -> new Operation.DestroyNamespace(new Namespace(in.string()));
            case GRANT_LEASE -> new Operation.GrantLease(in.i64());
            case KEEP_LEASE -> new Operation.KeepLease(in.i64());
            case REVOKE_LEASE -> new Operation.RevokeLease(in.i64());
            case REVOKE_TOKENS -> new Operation.RevokeTokens(TokenFormat.readSelector(in), in.i64());
            case LIFT_REVOCATION -> new Operation.LiftRevocation(in.i64());
            case PUT_RULE -> readPutRule(in);
            case DELETE_RULE -> readDeleteRule(in);
            case RECORD_TOKEN ->
                new Operation.RecordToken(TokenRecordFormat.readId(in), TokenRecordFormat.readBearer(in), in.i64());
            case REVOKE_ISSUED_TOKEN -> new Operation.RevokeIssuedToken(TokenRecordFormat.readId(in));
            case ADD_SIGNING_KEY ->
                new Operation.AddSigningKey(
                        TokenRecordFormat.readId(in),
                        in.string(),
                        in.string(),
                        EntryFormat.readOptional(in, TokenRecordFormat::readId));
            case REMOVE_SIGNING_KEY -> new Operation.RemoveSigningKey(TokenRecordFormat.readId(in));
            case BEGIN_RESTORE -> new Operation.BeginRestore(in.i64(), in.i64(), in.bool());
            case RESTORE_PART -> new Operation.RestorePart(in.i64(), in.i64(), readRecords(in));
            case FINISH_RESTORE -> new Operation.FinishRestore(in.i64(), BackupTotals.readWithoutRules(in));
            case FINISH_RESTORE_WITH_RULES -> new Operation.FinishRestore(in.i64(), BackupTotals.readWithRules(in));
            case ABORT_RESTORE -> new Operation.AbortRestore(in.i64());
            default -> readStep(tag, in);
        };
    }

    private static Operation.PutRule readPutRule(ByteReader in) {
        var precondition = PreconditionFormat.read(in);
        return new Operation.PutRule(RuleFormat.read(in), precondition);
    }

    private static Operation.DeleteRule readDeleteRule(ByteReader in) {
        var precondition = PreconditionFormat.read(in);
        return new Operation.DeleteRule(in.string(), precondition);
    }

    private static Step readStep(ByteReader in) {
        return readStep(in.u8(), in);
    }

    private static Step readStep(int tag, ByteReader in) {
        return switch (tag) {
            case PUT -> readPut(in, false);
            case PUT_WITH_TAGS -> readPut(in, true);
            case DELETE -> new Step.Delete(EntryFormat.readName(in), PreconditionFormat.read(in), in.bool());
            case TOUCH -> new Step.Touch(EntryFormat.readName(in), PreconditionFormat.read(in), ExpiryFormat.read(in));
            case INCREMENT -> new Step.Increment(EntryFormat.readName(in), in.i64(), in.i64(), ExpiryFormat.read(in));
            case GET -> new Step.Get(EntryFormat.readName(in));
            case RANGE -> new Step.Range(new Namespace(in.string()), EntryFormat.readKeys(in), in.i32());
            case DELETE_RANGE -> new Step.DeleteRange(new Namespace(in.string()), EntryFormat.readKeys(in), in.bool());
            case DELETE_TAGGED ->
                new Step.DeleteTagged(
                        new Tag(in.string()), EntryFormat.readOptional(in, EntryFormat::readNamespace), in.bool());
            default -> throw FormatException.unknownTag(FORMAT, tag);
        };
    }

    private static Step.Put readPut(ByteReader in, boolean tagged) {
        var at = EntryFormat.readName(in);
        var precondition = PreconditionFormat.read(in);
        var expiry = ExpiryFormat.read(in);
        boolean returning = in.bool();
        var tags = tagged ? TagsFormat.read(in) : Tags.NONE;
        return new Step.Put(at, EntryFormat.readValue(in), precondition, expiry, returning, tags);
    }

    /** The list grows as its elements arrive, so that a false count costs nothing. */
    private static <T> List<T> readList(ByteReader in, Function<ByteReader, T> element) {
        var list = new ArrayList<T>();
        for (int left = in.u16(); left > 0; left--) {
            list.add(element.apply(in));
        }
        return list;
    }

    private static List<BackupRecord> readRecords(ByteReader in) {
        var records = new ArrayList<BackupRecord>();
        for (int left = in.i32(); left > 0; left--) {
            records.add(RecordFormat.decode(in.bytes()));
        }
        return records;
    }

    private record Writer(ByteWriter out) implements Operation.Handler<ByteWriter> {
        @Override
        public ByteWriter put(Step.Put put) {
            boolean tagged = !put.tags().isEmpty();
            EntryFormat.writeName(out.u8(tagged ? PUT_WITH_TAGS : PUT), put.at());
            PreconditionFormat.write(out, put.precondition());
            ExpiryFormat.write(out, put.expiry()).bool(put.returning());
            if (tagged) {
                TagsFormat.write(out, put.tags());
            }
            return EntryFormat.writeValue(out, put.value());
        }

        @Override
        public ByteWriter delete(Step.Delete delete) {
            EntryFormat.writeName(out.u8(DELETE), delete.at());
            PreconditionFormat.write(out, delete.precondition());
            return out.bool(delete.returning());
        }

        @Override
        public ByteWriter touch(Step.Touch touch) {
            EntryFormat.writeName(out.u8(TOUCH), touch.at());
            PreconditionFormat.write(out, touch.precondition());
            return ExpiryFormat.write(out, touch.expiry());
        }

        @Override
        public ByteWriter increment(Step.Increment increment) {
            EntryFormat.writeName(out.u8(INCREMENT), increment.at());
            out.i64(increment.delta()).i64(increment.initial());
            return ExpiryFormat.write(out, increment.expiry());
        }

        @Override
        public ByteWriter get(Step.Get get) {
            return EntryFormat.writeName(out.u8(GET), get.at());
        }

        @Override
        public ByteWriter range(Step.Range range) {
            return EntryFormat.writeKeys(out.u8(RANGE).string(range.namespace().name()), range.keys())
                    .i32(range.limit());
        }

        @Override
        public ByteWriter deleteRange(Step.DeleteRange deleteRange) {
            return EntryFormat.writeKeys(
                            out.u8(DELETE_RANGE).string(deleteRange.namespace().name()), deleteRange.keys())
                    .bool(deleteRange.quiet());
        }

        @Override
        public ByteWriter deleteTagged(Step.DeleteTagged deleteTagged) {
            out.u8(DELETE_TAGGED).string(deleteTagged.tag().text());
            return EntryFormat.writeOptional(out, deleteTagged.namespace(), EntryFormat::writeNamespace)
                    .bool(deleteTagged.quiet());
        }

        @Override
        public ByteWriter transaction(Operation.Transaction transaction) {
            out.u8(TRANSACTION).u16(transaction.comparisons().size());
            for (Comparison comparison : transaction.comparisons()) {
                ComparisonFormat.write(out, comparison);
            }
            steps(transaction.then());
            return steps(transaction.otherwise());
        }

        @Override
        public ByteWriter createNamespace(Operation.CreateNamespace create) {
            out.u8(CREATE_NAMESPACE).string(create.namespace().name());
            return EntryFormat.writeOptional(out, create.settings(), EntryFormat::writeSettings)
                    .bool(create.mustBeNew());
        }

        @Override
        public ByteWriter destroyNamespace(Operation.DestroyNamespace destroy) {
            return out.u8(DESTROY_NAMESPACE).string(destroy.namespace().name());
        }

        @Override
        public ByteWriter grantLease(Operation.GrantLease grant) {
            return out.u8(GRANT_LEASE).i64(grant.ttlMillis());
        }

        @Override
        public ByteWriter keepLease(Operation.KeepLease keep) {
            return out.u8(KEEP_LEASE).i64(keep.leaseId());
        }

        @Override
        public ByteWriter revokeLease(Operation.RevokeLease revoke) {
            return out.u8(REVOKE_LEASE).i64(revoke.leaseId());
        }

        @Override
        public ByteWriter revokeTokens(Operation.RevokeTokens revoke) {
            return TokenFormat.writeSelector(out.u8(REVOKE_TOKENS), revoke.tokens())
                    .i64(revoke.untilMillis());
        }

        @Override
        public ByteWriter liftRevocation(Operation.LiftRevocation lift) {
            return out.u8(LIFT_REVOCATION).i64(lift.revocationId());
        }

        @Override
        public ByteWriter putRule(Operation.PutRule put) {
            PreconditionFormat.write(out.u8(PUT_RULE), put.precondition());
            return RuleFormat.write(out, put.rule());
        }

        @Override
        public ByteWriter deleteRule(Operation.DeleteRule delete) {
            PreconditionFormat.write(out.u8(DELETE_RULE), delete.precondition());
            return out.string(delete.name());
        }

        @Override
        public ByteWriter recordToken(Operation.RecordToken record) {
            out.u8(RECORD_TOKEN).string(record.id().text());
            return TokenRecordFormat.writeBearer(out, record.bearer()).i64(record.lifetimeSeconds());
        }

        @Override
        public ByteWriter revokeIssuedToken(Operation.RevokeIssuedToken revoke) {
            return out.u8(REVOKE_ISSUED_TOKEN).string(revoke.id().text());
        }

        @Override
        public ByteWriter addSigningKey(Operation.AddSigningKey add) {
            out.u8(ADD_SIGNING_KEY)
                    .string(add.id().text())
                    .string(add.publicKey())
                    .string(add.sealedKey());
            return EntryFormat.writeOptional(out, add.replacing(), TokenRecordFormat::writeId);
        }

        @Override
        public ByteWriter removeSigningKey(Operation.RemoveSigningKey remove) {
            return out.u8(REMOVE_SIGNING_KEY).string(remove.id().text());
        }

        @Override
        public ByteWriter beginRestore(Operation.BeginRestore begin) {
            return out.u8(BEGIN_RESTORE)
                    .i64(begin.revision())
                    .i64(begin.timeMillis())
                    .bool(begin.force());
        }

        @Override
        public ByteWriter restorePart(Operation.RestorePart part) {
            out.u8(RESTORE_PART).i64(part.restoreId()).i64(part.sequence());
            out.i32(part.records().size());
            part.records().forEach(record -> out.bytes(RecordFormat.encode(record)));
            return out;
        }

        @Override
        public ByteWriter finishRestore(Operation.FinishRestore finish) {
            var totals = finish.totals();
            return totals.hasRules()
                    ? totals.write(out.u8(FINISH_RESTORE_WITH_RULES).i64(finish.restoreId()))
                    : totals.writeWithoutRules(out.u8(FINISH_RESTORE).i64(finish.restoreId()));
        }

        @Override
        public ByteWriter abortRestore(Operation.AbortRestore abort) {
            return out.u8(ABORT_RESTORE).i64(abort.restoreId());
        }

        private ByteWriter steps(List<Step> steps) {
            out.u16(steps.size());
            steps.forEach(step -> step.accept(this));
            return out;
        }
    }
}
