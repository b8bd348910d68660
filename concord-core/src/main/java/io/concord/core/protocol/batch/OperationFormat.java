package io.concord.core.protocol.batch;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.RequestId;
import io.concord.core.wire.EntryFormat;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an operation of a batch: a tag and
 *
 * <pre>
 *  1 get:             name, bool stale
 *  2 contains:        name, bool stale
 *  3 scan:            string namespace, keys, optional string after, i32 limit, bool keys only, bool stale
 *  4 get if changed:  name, i64 known revision
 * others are writes: string request id, i64 first attempt ms (0 not known), and see {@link ChangeFormat}
 * </pre>
 */
final class OperationFormat {
    private static final int GET = 1;
    private static final int CONTAINS = 2;
    private static final int SCAN = 3;
    private static final int GET_IF_CHANGED = 4;

    private OperationFormat() {}

    static ByteWriter write(ByteWriter out, BatchOperation operation) {
        return operation.accept(new Writer(out));
    }

    static BatchOperation read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case GET -> new BatchOperation.Get(EntryFormat.readName(in), in.bool());
            case CONTAINS -> new BatchOperation.Contains(EntryFormat.readName(in), in.bool());
            case SCAN -> readScan(in);
            case GET_IF_CHANGED -> new BatchOperation.GetIfChanged(EntryFormat.readName(in), in.i64());
            default -> readWrite(ChangeFormat.requireKnown(tag), in);
        };
    }

    private static BatchOperation.Scan readScan(ByteReader in) {
        var namespace = new Namespace(in.string());
        KeyRange keys = EntryFormat.readKeys(in);
        @Nullable Key after = EntryFormat.readOptionalKey(in);
        return new BatchOperation.Scan(namespace, keys, after, in.i32(), in.bool(), in.bool());
    }

    private static BatchOperation.Write readWrite(int tag, ByteReader in) {
        var requestId = new RequestId(in.string());
        return new BatchOperation.Write(requestId, in.i64(), ChangeFormat.read(tag, in));
    }

    private record Writer(ByteWriter out) implements BatchOperation.Handler<ByteWriter> {
        @Override
        public ByteWriter get(BatchOperation.Get get) {
            return EntryFormat.writeName(out.u8(GET), get.at()).bool(get.stale());
        }

        @Override
        public ByteWriter getIfChanged(BatchOperation.GetIfChanged get) {
            return EntryFormat.writeName(out.u8(GET_IF_CHANGED), get.at()).i64(get.knownRevision());
        }

        @Override
        public ByteWriter contains(BatchOperation.Contains contains) {
            return EntryFormat.writeName(out.u8(CONTAINS), contains.at()).bool(contains.stale());
        }

        @Override
        public ByteWriter scan(BatchOperation.Scan scan) {
            EntryFormat.writeKeys(out.u8(SCAN).string(scan.namespace().name()), scan.keys());
            EntryFormat.writeOptionalKey(out, scan.after());
            return out.i32(scan.limit()).bool(scan.keysOnly()).bool(scan.stale());
        }

        @Override
        public ByteWriter write(BatchOperation.Write write) {
            out.u8(ChangeFormat.tagOf(write.change()));
            out.string(write.requestId().text()).i64(write.firstMillis());
            return ChangeFormat.write(out, write.change());
        }
    }
}
