package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;

/**
 * The bytes of an outcome inside a reply or a snapshot, whose version covers them:
 *
 * <pre>
 * u8   tag: 1 written, 2 deleted, 3 passed, 4 precondition failed, 5 request id reused, 6 request forgotten
 * i64  revision
 *   1: i64 create revision, i64 version
 *   2: u8  existed, 0 or 1
 *   4: i64 entry revision
 * </pre>
 */
public final class OutcomeFormat {
    private static final int WRITTEN = 1;
    private static final int DELETED = 2;
    private static final int PASSED = 3;
    private static final int PRECONDITION_FAILED = 4;
    private static final int REQUEST_ID_REUSED = 5;
    private static final int REQUEST_FORGOTTEN = 6;

    private OutcomeFormat() {}

    public static ByteWriter write(ByteWriter out, Outcome outcome) {
        return outcome.accept(new Writer(out));
    }

    /**
     * Reads the outcome that comes next.
     *
     * @throws FormatException if something else comes next
     */
    public static Outcome read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case WRITTEN -> new Outcome.Written(in.i64(), in.i64(), in.i64());
            case DELETED -> new Outcome.Deleted(in.i64(), in.bool());
            case PASSED -> new Outcome.Passed(in.i64());
            case PRECONDITION_FAILED -> new Outcome.PreconditionFailed(in.i64(), in.i64());
            case REQUEST_ID_REUSED -> new Outcome.RequestIdReused(in.i64());
            case REQUEST_FORGOTTEN -> new Outcome.RequestForgotten(in.i64());
            default -> throw FormatException.unknownTag("outcome", tag);
        };
    }

    private record Writer(ByteWriter out) implements Outcome.Handler<ByteWriter> {
        @Override
        public ByteWriter written(Outcome.Written written) {
            return head(WRITTEN, written).i64(written.createRevision()).i64(written.version());
        }

        @Override
        public ByteWriter deleted(Outcome.Deleted deleted) {
            return head(DELETED, deleted).bool(deleted.existed());
        }

        @Override
        public ByteWriter passed(Outcome.Passed passed) {
            return head(PASSED, passed);
        }

        @Override
        public ByteWriter preconditionFailed(Outcome.PreconditionFailed preconditionFailed) {
            return head(PRECONDITION_FAILED, preconditionFailed).i64(preconditionFailed.entryRevision());
        }

        @Override
        public ByteWriter requestIdReused(Outcome.RequestIdReused requestIdReused) {
            return head(REQUEST_ID_REUSED, requestIdReused);
        }

        @Override
        public ByteWriter requestForgotten(Outcome.RequestForgotten requestForgotten) {
            return head(REQUEST_FORGOTTEN, requestForgotten);
        }

        private ByteWriter head(int tag, Outcome outcome) {
            return out.u8(tag).i64(outcome.revision());
        }
    }
}
