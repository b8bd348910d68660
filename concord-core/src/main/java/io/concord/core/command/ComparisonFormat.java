package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Comparison;
import io.concord.core.model.Comparison.Field;
import io.concord.core.model.Comparison.Relation;
import io.concord.core.wire.EntryFormat;

/**
 * The bytes of a comparison: a tag, the name of the entry, and
 *
 * <pre>
 * 1 exists:   bool wanted
 * 2 number:   u8 field (0 revision, 1 create revision, 2 version, 3 lease), u8 relation, i64 operand
 * 3 content:  u8 relation, value
 * relation:   0 equal, 1 not equal, 2 less, 3 greater
 * </pre>
 */
final class ComparisonFormat {
    private static final int EXISTS = 1;
    private static final int NUMBER = 2;
    private static final int CONTENT = 3;

    /** Justification: the order of these constants is the format; golden files hold it. */
    private static final Field[] FIELDS = {Field.REVISION, Field.CREATE_REVISION, Field.VERSION, Field.LEASE};

    private static final Relation[] RELATIONS = {Relation.EQUAL, Relation.NOT_EQUAL, Relation.LESS, Relation.GREATER};

    private ComparisonFormat() {}

    static ByteWriter write(ByteWriter out, Comparison comparison) {
        return comparison.accept(new Writer(out));
    }

    static Comparison read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case EXISTS -> new Comparison.Exists(EntryFormat.readName(in), in.bool());
            case NUMBER ->
                new Comparison.Numeric(
                        EntryFormat.readName(in), one(FIELDS, in, "field"), one(RELATIONS, in, "relation"), in.i64());
            case CONTENT ->
                new Comparison.Content(
                        EntryFormat.readName(in), one(RELATIONS, in, "relation"), EntryFormat.readValue(in));
            default -> throw FormatException.unknownTag("comparison", tag);
        };
    }

    private static <T> T one(T[] known, ByteReader in, String what) {
        int code = in.u8();
        if (code >= known.length) {
            throw FormatException.unknownTag(what + " of a comparison", code);
        }
        return known[code];
    }

    private static <T> int code(T[] known, T one) {
        for (int code = 0; code < known.length; code++) {
            if (known[code] == one) {
                return code;
            }
        }
        throw new IllegalArgumentException(one + " has no code");
    }

    private record Writer(ByteWriter out) implements Comparison.Handler<ByteWriter> {
        @Override
        public ByteWriter exists(Comparison.Exists exists) {
            return EntryFormat.writeName(out.u8(EXISTS), exists.at()).bool(exists.wanted());
        }

        @Override
        public ByteWriter numeric(Comparison.Numeric numeric) {
            return EntryFormat.writeName(out.u8(NUMBER), numeric.at())
                    .u8(code(FIELDS, numeric.field()))
                    .u8(code(RELATIONS, numeric.relation()))
                    .i64(numeric.operand());
        }

        @Override
        public ByteWriter content(Comparison.Content content) {
            EntryFormat.writeName(out.u8(CONTENT), content.at()).u8(code(RELATIONS, content.relation()));
            return EntryFormat.writeValue(out, content.operand());
        }
    }
}
