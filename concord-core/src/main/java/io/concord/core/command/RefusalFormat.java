package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Namespace;
import io.concord.core.wire.EntryFormat;

/**
 * The bytes of a refusal as {@link OutcomeFormat} has them, from tag 64 on:
 *
 * <pre>
 * 64 precondition failed:  i64 entry revision, optional entry
 * 65 namespace missing:    string namespace
 * 66 namespace exists:     string namespace
 * 67 lease missing:        i64 id
 * 68 not a number:         i64 entry revision
 * 69 quota exceeded:       u8 quota (0 entries, 1 bytes, 2 namespaces, 3 leases, 4 answer bytes, 5 revocations, 6 rules,
 *                            7 tokens, 8 leases of the author, 9 signing keys), i64 limit
 * 70 step refused:         bool succeeded, u16 step, refusal
 * 71 deadline passed
 * 72 request id reused
 * 73 request forgotten
 * 84 restore missing:      i64 restore
 * 85 restore occupied:     i64 restore
 * 86 store not empty:      i64 entries, i32 namespaces
 * 87 restore invalid:      i64 restore, u8 defect (0 sequence, 1 record, 2 totals, 3 overtaken), i64 sequence
 * 74 token revoked
 * 75 rules changed:        i64 rules revision
 * 76 token missing:        string id
 * 77 token exists:         string id
 * 78 signing key changed:  optional string id
 * </pre>
 */
final class RefusalFormat {
    private static final int PRECONDITION_FAILED = 64;
    private static final int NAMESPACE_MISSING = 65;
    private static final int NAMESPACE_EXISTS = 66;
    private static final int LEASE_MISSING = 67;
    private static final int NOT_A_NUMBER = 68;
    private static final int QUOTA_EXCEEDED = 69;
    private static final int STEP_REFUSED = 70;
    private static final int RESTORE_MISSING = 84;
    private static final int RESTORE_OCCUPIED = 85;
    private static final int STORE_NOT_EMPTY = 86;
    private static final int RESTORE_INVALID = 87;
    private static final int DEADLINE_PASSED = 71;
    private static final int REQUEST_ID_REUSED = 72;
    private static final int REQUEST_FORGOTTEN = 73;
    private static final int TOKEN_REVOKED = 74;
    private static final int RULES_CHANGED = 75;
    private static final int TOKEN_MISSING = 76;
    private static final int TOKEN_EXISTS = 77;
    private static final int SIGNING_KEY_CHANGED = 78;

    private RefusalFormat() {}

    static Refusal read(int tag, ByteReader in) {
        return switch (tag) {
            case PRECONDITION_FAILED ->
                new Refusal.PreconditionFailed(in.i64(), in.i64(), EntryFormat.readOptionalEntry(in));
            case STEP_REFUSED -> new Refusal.StepRefused(in.i64(), in.bool(), in.u16(), readCause(in));
            default -> readSimple(tag, in);
        };
    }

    private static Refusal readCause(ByteReader in) {
        int tag = in.u8();
        return tag == PRECONDITION_FAILED ? read(tag, in) : readSimple(tag, in);
    }

    private static Refusal readSimple(int tag, ByteReader in) {
        return switch (tag) {
            case NAMESPACE_MISSING -> new Refusal.NamespaceMissing(in.i64(), new Namespace(in.string()));
            case NAMESPACE_EXISTS -> new Refusal.NamespaceExists(in.i64(), new Namespace(in.string()));
            case RESTORE_MISSING -> new Refusal.RestoreMissing(in.i64(), in.i64());
            case RESTORE_OCCUPIED -> new Refusal.RestoreOccupied(in.i64(), in.i64());
            case STORE_NOT_EMPTY -> new Refusal.StoreNotEmpty(in.i64(), in.i64(), in.i32());
            case RESTORE_INVALID -> new Refusal.RestoreInvalid(in.i64(), in.i64(), readDefect(in), in.i64());
            case LEASE_MISSING -> new Refusal.LeaseMissing(in.i64(), in.i64());
            case NOT_A_NUMBER -> new Refusal.NotANumber(in.i64(), in.i64());
            case QUOTA_EXCEEDED -> new Refusal.QuotaExceeded(in.i64(), readQuota(in), in.i64());
            case DEADLINE_PASSED -> new Refusal.DeadlinePassed(in.i64());
            case REQUEST_ID_REUSED -> new Refusal.RequestIdReused(in.i64());
            case REQUEST_FORGOTTEN -> new Refusal.RequestForgotten(in.i64());
            case TOKEN_REVOKED -> new Refusal.TokenRevoked(in.i64());
            case RULES_CHANGED -> new Refusal.RulesChanged(in.i64(), in.i64());
            case TOKEN_MISSING -> new Refusal.TokenMissing(in.i64(), TokenRecordFormat.readId(in));
            case TOKEN_EXISTS -> new Refusal.TokenExists(in.i64(), TokenRecordFormat.readId(in));
            case SIGNING_KEY_CHANGED ->
                new Refusal.SigningKeyChanged(in.i64(), EntryFormat.readOptional(in, TokenRecordFormat::readId));
            default -> throw FormatException.unknownTag("outcome", tag);
        };
    }

    private static Refusal.Quota readQuota(ByteReader in) {
        int code = in.u8();
        return switch (code) {
            case 0 -> Refusal.Quota.ENTRIES;
            case 1 -> Refusal.Quota.BYTES;
            case 2 -> Refusal.Quota.NAMESPACES;
            case 3 -> Refusal.Quota.LEASES;
            case 4 -> Refusal.Quota.ANSWER_BYTES;
            case 5 -> Refusal.Quota.REVOCATIONS;
            case 6 -> Refusal.Quota.RULES;
            case 7 -> Refusal.Quota.TOKENS;
            case 9 -> Refusal.Quota.SIGNING_KEYS;
            case 8 -> Refusal.Quota.LEASES_OF_AUTHOR;
            default -> throw FormatException.unknownTag("quota", code);
        };
    }

    private static Refusal.RestoreDefect readDefect(ByteReader in) {
        int code = in.u8();
        return switch (code) {
            case 0 -> Refusal.RestoreDefect.SEQUENCE;
            case 1 -> Refusal.RestoreDefect.RECORD;
            case 2 -> Refusal.RestoreDefect.TOTALS;
            case 3 -> Refusal.RestoreDefect.OVERTAKEN;
            default -> throw FormatException.unknownTag("defect of a restore", code);
        };
    }

    private static int code(Refusal.RestoreDefect defect) {
        return switch (defect) {
            case SEQUENCE -> 0;
            case RECORD -> 1;
            case TOTALS -> 2;
            case OVERTAKEN -> 3;
        };
    }

    private static int code(Refusal.Quota quota) {
        return switch (quota) {
            case ENTRIES -> 0;
            case BYTES -> 1;
            case NAMESPACES -> 2;
            case LEASES -> 3;
            case ANSWER_BYTES -> 4;
            case REVOCATIONS -> 5;
            case RULES -> 6;
            case TOKENS -> 7;
            case SIGNING_KEYS -> 9;
            case LEASES_OF_AUTHOR -> 8;
        };
    }

    /** One method for each refusal. */
    abstract static class Writer implements Refusal.Handler<ByteWriter> {
        final ByteWriter out;

        Writer(ByteWriter out) {
            this.out = out;
        }

        final ByteWriter head(int tag, Outcome outcome) {
            return out.u8(tag).i64(outcome.revision());
        }

        /** Justification: every writer of refusals is one of outcomes, which a refusal's cause is. */
        abstract ByteWriter write(Outcome outcome);

        @Override
        public ByteWriter preconditionFailed(Refusal.PreconditionFailed failed) {
            head(PRECONDITION_FAILED, failed).i64(failed.entryRevision());
            return EntryFormat.writeOptionalEntry(out, failed.current());
        }

        @Override
        public ByteWriter namespaceMissing(Refusal.NamespaceMissing missing) {
            return head(NAMESPACE_MISSING, missing).string(missing.namespace().name());
        }

        @Override
        public ByteWriter namespaceExists(Refusal.NamespaceExists exists) {
            return head(NAMESPACE_EXISTS, exists).string(exists.namespace().name());
        }

        @Override
        public ByteWriter leaseMissing(Refusal.LeaseMissing missing) {
            return head(LEASE_MISSING, missing).i64(missing.leaseId());
        }

        @Override
        public ByteWriter notANumber(Refusal.NotANumber notANumber) {
            return head(NOT_A_NUMBER, notANumber).i64(notANumber.entryRevision());
        }

        @Override
        public ByteWriter quotaExceeded(Refusal.QuotaExceeded exceeded) {
            return head(QUOTA_EXCEEDED, exceeded).u8(code(exceeded.quota())).i64(exceeded.limit());
        }

        @Override
        public ByteWriter stepRefused(Refusal.StepRefused refused) {
            head(STEP_REFUSED, refused).bool(refused.succeeded()).u16(refused.step());
            return write(refused.cause());
        }

        @Override
        public ByteWriter deadlinePassed(Refusal.DeadlinePassed passed) {
            return head(DEADLINE_PASSED, passed);
        }

        @Override
        public ByteWriter requestIdReused(Refusal.RequestIdReused reused) {
            return head(REQUEST_ID_REUSED, reused);
        }

        @Override
        public ByteWriter requestForgotten(Refusal.RequestForgotten forgotten) {
            return head(REQUEST_FORGOTTEN, forgotten);
        }

        @Override
        public ByteWriter tokenRevoked(Refusal.TokenRevoked revoked) {
            return head(TOKEN_REVOKED, revoked);
        }

        @Override
        public ByteWriter rulesChanged(Refusal.RulesChanged changed) {
            return head(RULES_CHANGED, changed).i64(changed.rulesRevision());
        }

        @Override
        public ByteWriter tokenMissing(Refusal.TokenMissing missing) {
            return head(TOKEN_MISSING, missing).string(missing.id().text());
        }

        @Override
        public ByteWriter tokenExists(Refusal.TokenExists exists) {
            return head(TOKEN_EXISTS, exists).string(exists.id().text());
        }

        @Override
        public ByteWriter signingKeyChanged(Refusal.SigningKeyChanged changed) {
            return EntryFormat.writeOptional(
                    head(SIGNING_KEY_CHANGED, changed), changed.current(), TokenRecordFormat::writeId);
        }

        @Override
        public ByteWriter restoreMissing(Refusal.RestoreMissing missing) {
            return head(RESTORE_MISSING, missing).i64(missing.restoreId());
        }

        @Override
        public ByteWriter restoreOccupied(Refusal.RestoreOccupied occupied) {
            return head(RESTORE_OCCUPIED, occupied).i64(occupied.restoreId());
        }

        @Override
        public ByteWriter storeNotEmpty(Refusal.StoreNotEmpty notEmpty) {
            return head(STORE_NOT_EMPTY, notEmpty).i64(notEmpty.entries()).i32(notEmpty.namespaces());
        }

        @Override
        public ByteWriter restoreInvalid(Refusal.RestoreInvalid invalid) {
            return head(RESTORE_INVALID, invalid)
                    .i64(invalid.restoreId())
                    .u8(code(invalid.defect()))
                    .i64(invalid.sequence());
        }
    }
}
