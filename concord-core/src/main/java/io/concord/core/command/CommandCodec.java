package io.concord.core.command;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.wire.EntryFormat;
import io.concord.core.wire.TokenFormat;
import java.util.ArrayList;
import java.util.Optional;

/**
 * The bytes of a command in the log. Numbers are big-endian; a string is a u16 length and UTF-8, bytes are an i32 length
 * and the bytes. Version 3:
 *
 * <pre>
 * u8      format version: 3
 * u8      tag: 1 write, 2 tick, 3 batch
 *
 * write:
 *   author       see {@link EntryFormat}
 *   flags        u8: 1 a token follows, 2 rights follow; together 3, and 0 neither
 *   token        see {@link TokenFormat}
 *   rights       of leases, if they are not the ordinary ones: bool those of others too, i32 granted at most, 0 any number
 *   string       request id
 *   i64          time of the first attempt, ms since the epoch
 *   i64          time of the first attempt, ms of the cluster's time
 *   i64          deadline, ms of the cluster's time; 2^63-1 none
 *   operation    see {@link OperationFormat}
 *
 * tick:
 *   i64          time, ms since the epoch
 *
 * batch:
 *   u16          count, and as many writes without version and tag
 * </pre>
 *
 * <p>A command has exactly one encoding, and nothing may follow it. Golden files freeze the layout. The versions
 * before were never released and are not read.
 */
public final class CommandCodec {
    static final int VERSION = 3;

    private static final String FORMAT = "command";
    private static final int WRITE = 1;
    private static final int TICK = 2;
    private static final int BATCH = 3;
    private static final int TOKEN = 1;
    private static final int RIGHTS = 2;
    private static final int HEAD_BYTES_TYPICAL = 512;

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
            case WRITE -> readWrite(in);
            case TICK -> new Command.Tick(in.i64());
            case BATCH -> readBatch(in);
            default -> throw FormatException.unknownTag(FORMAT, tag);
        };
    }

    /** The list grows as its elements arrive, so that a false count costs nothing. */
    private static Command readBatch(ByteReader in) {
        var writes = new ArrayList<Command.Write>();
        for (int left = in.u16(); left > 0; left--) {
            writes.add(readWrite(in));
        }
        return new Command.Batch(writes);
    }

    private static Command.Write readWrite(ByteReader in) {
        var author = EntryFormat.readAuthor(in);
        int flags = in.u8();
        if (flags > (TOKEN | RIGHTS)) {
            throw FormatException.unknownTag(FORMAT, flags);
        }
        var token = (flags & TOKEN) == 0 ? Optional.<Token>empty() : Optional.of(TokenFormat.read(in));
        var rights = (flags & RIGHTS) == 0 ? LeaseRights.OWN : readRights(in);
        var origin = new Origin(author, token, new RequestId(in.string()), in.i64(), in.i64(), rights);
        long deadlineMillis = in.i64();
        if (deadlineMillis < 0) {
            throw new FormatException("command has the deadline " + deadlineMillis);
        }
        return new Command.Write(origin, deadlineMillis, OperationFormat.read(in));
    }

    private static LeaseRights readRights(ByteReader in) {
        var rights = new LeaseRights(in.bool(), in.i32());
        if (rights.equals(LeaseRights.OWN)) {
            throw new FormatException("command spells out the ordinary rights of leases");
        }
        return rights;
    }

    private static final class Encoder implements Command.Handler<ByteWriter> {
        @Override
        public ByteWriter write(Command.Write write) {
            return body(new ByteWriter(HEAD_BYTES_TYPICAL).u8(VERSION).u8(WRITE), write);
        }

        @Override
        public ByteWriter batch(Command.Batch batch) {
            var out = new ByteWriter(HEAD_BYTES_TYPICAL).u8(VERSION).u8(BATCH);
            out.u16(batch.writes().size());
            batch.writes().forEach(write -> body(out, write));
            return out;
        }

        @Override
        public ByteWriter tick(Command.Tick tick) {
            return new ByteWriter().u8(VERSION).u8(TICK).i64(tick.timeMillis());
        }

        private static ByteWriter body(ByteWriter out, Command.Write write) {
            var origin = write.origin();
            EntryFormat.writeAuthor(out, origin.author());
            var rights = origin.leases();
            boolean extraordinary = !rights.equals(LeaseRights.OWN);
            out.u8((origin.token().isPresent() ? TOKEN : 0) | (extraordinary ? RIGHTS : 0));
            origin.token().ifPresent(token -> TokenFormat.write(out, token));
            if (extraordinary) {
                out.bool(rights.ofOthers()).i32(rights.grantedMax());
            }
            out.string(origin.requestId().text());
            out.i64(origin.timeMillis()).i64(origin.firstMillis()).i64(write.deadlineMillis());
            return OperationFormat.write(out, write.operation());
        }
    }
}
