package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;

/**
 * The bytes of a command in the log. Numbers are big-endian; a string is a u16 length and UTF-8, bytes are an i32 length
 * and the bytes. Version 1:
 *
 * <pre>
 * u8      format version: 1
 * u8      tag: 1 put, 2 delete, 3 noop
 *
 * put, delete:
 *   string  issuer
 *   string  subject
 *   string  request id
 *   i64     origin time, ms since the epoch
 *   string  namespace
 *   string  key
 *   u8      precondition tag: 0 none, 1 absent, 2 present, 3 revision in
 *     3:    u8 count, then i64 revisions, strictly ascending
 * put goes on:
 *   string  content type
 *   bytes   value
 *
 * noop:
 *   i64     time, ms since the epoch
 * </pre>
 *
 * <p>A command has exactly one encoding, and nothing may follow it. Golden files freeze the layout.
 */
public final class CommandCodec {
    static final int VERSION = 1;
    static final int PUT = 1;
    static final int DELETE = 2;
    static final int NOOP = 3;

    private static final String FORMAT = "command";
    private static final int HEAD_BYTES_TYPICAL = 256;

    private CommandCodec() {}

    public static byte[] encode(Command command) {
        return command.accept(new Encoder()).toByteArray();
    }

    /**
     * Reads the command that the bytes are.
     *
     * @throws FormatException if the bytes are not exactly one command of a known version
     */
    public static Command decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * Reads the command that a range of the bytes is.
     *
     * @throws FormatException if the range is not exactly one command of a known version
     */
    public static Command decode(byte[] bytes, int offset, int length) {
        var in = new ByteReader(FORMAT, bytes, offset, length);
        in.expectVersion(VERSION);
        try {
            Command command = readTagged(in);
            in.expectEnd();
            return command;
        } catch (InvalidValueException e) {
            throw new FormatException("command holds an invalid value: " + e.getMessage(), e);
        }
    }

    private static Command readTagged(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case PUT -> readPut(in, readOrigin(in));
            case DELETE ->
                new Command.Delete(
                        readOrigin(in), new Namespace(in.string()), new Key(in.string()), PreconditionFormat.read(in));
            case NOOP -> new Command.Noop(in.i64());
            default -> throw FormatException.unknownTag(FORMAT, tag);
        };
    }

    private static Origin readOrigin(ByteReader in) {
        var author = new Author(in.string(), in.string());
        return new Origin(author, new RequestId(in.string()), in.i64());
    }

    private static Command readPut(ByteReader in, Origin origin) {
        var namespace = new Namespace(in.string());
        var key = new Key(in.string());
        var precondition = PreconditionFormat.read(in);
        String contentType = in.string();
        return new Command.Put(origin, namespace, key, Value.of(in.bytes(), contentType), precondition);
    }

    /** Writes what the operation is, without who asked for it and when. */
    static ByteWriter writeOperation(ByteWriter out, Command.Write write) {
        out.string(write.namespace().name()).string(write.key().text());
        PreconditionFormat.write(out, write.precondition());
        return out;
    }

    static ByteWriter writeValue(ByteWriter out, Value value) {
        return out.string(value.contentType()).bytes(value.asByteBuffer());
    }

    private static final class Encoder implements Command.Handler<ByteWriter> {
        @Override
        public ByteWriter put(Command.Put put) {
            var out = new ByteWriter(HEAD_BYTES_TYPICAL + put.value().size());
            return writeValue(write(out, PUT, put), put.value());
        }

        @Override
        public ByteWriter delete(Command.Delete delete) {
            return write(new ByteWriter(HEAD_BYTES_TYPICAL), DELETE, delete);
        }

        @Override
        public ByteWriter noop(Command.Noop noop) {
            return new ByteWriter().u8(VERSION).u8(NOOP).i64(noop.timeMillis());
        }

        private static ByteWriter write(ByteWriter out, int tag, Command.Write write) {
            var origin = write.origin();
            out.u8(VERSION).u8(tag);
            out.string(origin.author().issuer()).string(origin.author().subject());
            out.string(origin.requestId().text()).i64(origin.timeMillis());
            return writeOperation(out, write);
        }
    }
}
