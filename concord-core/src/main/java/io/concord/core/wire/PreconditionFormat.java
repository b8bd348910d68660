package io.concord.core.wire;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Precondition;
import java.util.TreeSet;

/**
 * The bytes of a precondition: a tag (0 none, 1 absent, 2 present, 3 revision in), and for the last a u8 count with that
 * many i64 revisions, strictly ascending, so that one precondition has one encoding.
 */
public final class PreconditionFormat {
    private static final int NONE = 0;
    private static final int ABSENT = 1;
    private static final int PRESENT = 2;
    private static final int REVISION_IN = 3;

    private PreconditionFormat() {}

    public static void write(ByteWriter out, Precondition precondition) {
        precondition.accept(new Writer(out));
    }

    public static Precondition read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case NONE -> Precondition.none();
            case ABSENT -> Precondition.absent();
            case PRESENT -> Precondition.present();
            case REVISION_IN -> readRevisionIn(in);
            default -> throw FormatException.unknownTag("precondition", tag);
        };
    }

    private static Precondition readRevisionIn(ByteReader in) {
        var revisions = new TreeSet<Long>();
        for (int left = in.u8(); left > 0; left--) {
            long revision = in.i64();
            if (!revisions.isEmpty() && revision <= revisions.last()) {
                throw new FormatException("precondition has revision " + revision + " after " + revisions.last()
                        + "; they ascend strictly");
            }
            revisions.add(revision);
        }
        return new Precondition.RevisionIn(revisions);
    }

    private record Writer(ByteWriter out) implements Precondition.Handler<ByteWriter> {
        @Override
        public ByteWriter none(Precondition.None none) {
            return out.u8(NONE);
        }

        @Override
        public ByteWriter absent(Precondition.Absent absent) {
            return out.u8(ABSENT);
        }

        @Override
        public ByteWriter present(Precondition.Present present) {
            return out.u8(PRESENT);
        }

        @Override
        public ByteWriter revisionIn(Precondition.RevisionIn revisionIn) {
            out.u8(REVISION_IN).u8(revisionIn.revisions().size());
            revisionIn.revisions().forEach(out::i64);
            return out;
        }
    }
}
