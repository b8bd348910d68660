package io.concord.core.protocol.batch;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The bytes of a batch, both ways. Numbers are big-endian; a string is a u16 length and UTF-8, bytes are an i32 length and
 * the bytes. Version 1:
 *
 * <pre>
 * u8      format version: 1
 * u8      1 request, 2 response
 *
 * request:
 *   u16          count, and as many operations, see {@link OperationFormat}
 *
 * response:
 *   i64          the cluster's time, ms
 *   u16          count, and as many replies, each an outcome, see {@link OutcomeFormat}, and bool replayed
 * </pre>
 *
 * <p>A batch has exactly one encoding, and nothing may follow it. Golden files freeze the layout.
 */
public final class BatchCodec {
    /** The content type of both. */
    public static final String MEDIA_TYPE = "application/vnd.concord.batch";

    private static final int VERSION = 1;
    private static final int REQUEST = 1;
    private static final int RESPONSE = 2;
    private static final String REQUEST_FORMAT = "batch request";
    private static final String RESPONSE_FORMAT = "batch response";
    private static final int BYTES_TYPICAL = 4096;

    private BatchCodec() {}

    public static byte[] encode(BatchRequest request) {
        var out = head(REQUEST).u16(request.operations().size());
        request.operations().forEach(operation -> OperationFormat.write(out, operation));
        return out.toByteArray();
    }

    public static byte[] encode(BatchResponse response) {
        var out =
                head(RESPONSE).i64(response.timeMillis()).u16(response.replies().size());
        response.replies().forEach(reply -> writeReply(out, reply));
        return out.toByteArray();
    }

    /**
     * Reads the request that the bytes are.
     *
     * @throws FormatException if the bytes are not exactly one request of a known version
     */
    public static BatchRequest decodeRequest(byte[] bytes) {
        return decode(REQUEST_FORMAT, REQUEST, bytes, in -> new BatchRequest(readList(in, OperationFormat::read)));
    }

    /**
     * Reads the response that the bytes are.
     *
     * @throws FormatException if the bytes are not exactly one response of a known version
     */
    public static BatchResponse decodeResponse(byte[] bytes) {
        return decode(
                RESPONSE_FORMAT,
                RESPONSE,
                bytes,
                in -> new BatchResponse(in.i64(), readList(in, BatchCodec::readReply)));
    }

    private static ByteWriter head(int kind) {
        return new ByteWriter(BYTES_TYPICAL).u8(VERSION).u8(kind);
    }

    private static <T> T decode(String format, int kind, byte[] bytes, Function<ByteReader, T> body) {
        var in = new ByteReader(format, bytes);
        in.expectVersion(VERSION);
        int found = in.u8();
        if (found != kind) {
            throw FormatException.unknownTag(format, found);
        }
        try {
            T read = body.apply(in);
            in.expectEnd();
            return read;
        } catch (InvalidValueException e) {
            throw new FormatException(format + " holds an invalid value: " + e.getMessage(), e);
        }
    }

    /** The list grows as its elements arrive, so that a false count costs nothing. */
    private static <T> List<T> readList(ByteReader in, Function<ByteReader, T> element) {
        int count = in.u16();
        if (count > BatchRequest.OPERATIONS_MAX) {
            throw new FormatException(
                    "batch has " + count + " operations; the limit is " + BatchRequest.OPERATIONS_MAX);
        }
        var list = new ArrayList<T>();
        for (int left = count; left > 0; left--) {
            list.add(element.apply(in));
        }
        return list;
    }

    private static ByteWriter writeReply(ByteWriter out, BatchReply reply) {
        return OutcomeFormat.write(out, reply.outcome()).bool(reply.replayed());
    }

    private static BatchReply readReply(ByteReader in) {
        return new BatchReply(OutcomeFormat.read(in), in.bool());
    }
}
