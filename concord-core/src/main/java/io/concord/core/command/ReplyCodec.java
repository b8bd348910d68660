package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;

/**
 * The bytes of a reply between the member that applied a command and the one that submitted it. Version 2:
 *
 * <pre>
 * u8       format version: 2
 * outcome  tag, revision and the fields of its type, see {@link OutcomeFormat}
 * u8       replayed, 0 or 1
 * </pre>
 */
public final class ReplyCodec {
    private static final int VERSION = 2;
    private static final String FORMAT = "reply";

    private ReplyCodec() {}

    public static byte[] encode(Reply reply) {
        var out = new ByteWriter().u8(VERSION);
        return OutcomeFormat.write(out, reply.outcome()).bool(reply.replayed()).toByteArray();
    }

    /**
     * Reads the reply that the bytes are.
     *
     * @throws FormatException if the bytes are not exactly one reply of a known version
     */
    public static Reply decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * Reads the reply that a range of the bytes is.
     *
     * @throws FormatException if the range is not exactly one reply of a known version
     */
    public static Reply decode(byte[] bytes, int offset, int length) {
        var in = new ByteReader(FORMAT, bytes, offset, length);
        in.expectVersion(VERSION);
        try {
            var reply = new Reply(OutcomeFormat.read(in), in.bool());
            in.expectEnd();
            return reply;
        } catch (InvalidValueException e) {
            throw new FormatException("reply holds an invalid value: " + e.getMessage(), e);
        }
    }
}
