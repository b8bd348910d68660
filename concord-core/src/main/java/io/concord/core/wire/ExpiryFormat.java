package io.concord.core.wire;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Expiry;

/**
 * The bytes of an expiry: a tag (0 by default, 1 never, 2 kept, 3 after, 4 with lease), and the expiry of an absent entry
 * for 2 (any but 2), i64 ms for 3, i64 id for 4.
 */
public final class ExpiryFormat {
    private static final int BY_DEFAULT = 0;
    private static final int NEVER = 1;
    private static final int KEPT = 2;
    private static final int AFTER = 3;
    private static final int WITH_LEASE = 4;

    private ExpiryFormat() {}

    public static ByteWriter write(ByteWriter out, Expiry expiry) {
        return expiry.accept(new Writer(out));
    }

    public static Expiry read(ByteReader in) {
        return read(in.u8(), in);
    }

    /** Refuses a second tag 2 before it looks further, so that a row of them costs no stack. */
    private static Expiry readOtherwise(ByteReader in) {
        int tag = in.u8();
        if (tag == KEPT) {
            throw new FormatException("expiry of an absent entry is to keep what it has, which is nothing");
        }
        return read(tag, in);
    }

    private static Expiry read(int tag, ByteReader in) {
        return switch (tag) {
            case BY_DEFAULT -> Expiry.byDefault();
            case NEVER -> Expiry.never();
            case KEPT -> Expiry.keptOr(readOtherwise(in));
            case AFTER -> Expiry.after(in.i64());
            case WITH_LEASE -> Expiry.withLease(in.i64());
            default -> throw FormatException.unknownTag("expiry", tag);
        };
    }

    private record Writer(ByteWriter out) implements Expiry.Handler<ByteWriter> {
        @Override
        public ByteWriter byDefault(Expiry.ByDefault byDefault) {
            return out.u8(BY_DEFAULT);
        }

        @Override
        public ByteWriter never(Expiry.Never never) {
            return out.u8(NEVER);
        }

        @Override
        public ByteWriter kept(Expiry.Kept kept) {
            return write(out.u8(KEPT), kept.otherwise());
        }

        @Override
        public ByteWriter after(Expiry.After after) {
            return out.u8(AFTER).i64(after.ttlMillis());
        }

        @Override
        public ByteWriter withLease(Expiry.WithLease withLease) {
            return out.u8(WITH_LEASE).i64(withLease.leaseId());
        }
    }
}
