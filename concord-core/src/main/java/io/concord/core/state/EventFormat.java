package io.concord.core.state;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Namespace;
import io.concord.core.wire.EntryFormat;

/**
 * The bytes of an event within its commit: a u8 tag, the namespace as a string, and
 *
 * <pre>
 * 1 written:  entry, optional entry before
 * 2 deleted:  entry before, bool quiet
 * 3 expired:  entry before
 * </pre>
 */
final class EventFormat {
    private static final int WRITTEN = 1;
    private static final int DELETED = 2;
    private static final int EXPIRED = 3;

    private EventFormat() {}

    static ByteWriter write(ChangeEvent event) {
        return event.accept(new Writer());
    }

    static ChangeEvent read(ByteReader in, long revision) {
        int tag = in.u8();
        var namespace = new Namespace(in.string());
        return switch (tag) {
            case WRITTEN ->
                new ChangeEvent.EntryWritten(namespace, EntryFormat.read(in), EntryFormat.readOptionalEntry(in));
            case DELETED -> new ChangeEvent.EntryDeleted(namespace, EntryFormat.read(in), revision, in.bool());
            case EXPIRED -> new ChangeEvent.EntryExpired(namespace, EntryFormat.read(in), revision);
            default -> throw FormatException.unknownTag("event", tag);
        };
    }

    private static final class Writer implements ChangeEvent.Handler<ByteWriter> {
        @Override
        public ByteWriter entryWritten(ChangeEvent.EntryWritten event) {
            var out = EntryFormat.writerFor(event.entry())
                    .u8(WRITTEN)
                    .string(event.namespace().name());
            return EntryFormat.writeOptionalEntry(EntryFormat.write(out, event.entry()), event.previous());
        }

        @Override
        public ByteWriter entryDeleted(ChangeEvent.EntryDeleted event) {
            var out = EntryFormat.writerFor(event.previous())
                    .u8(DELETED)
                    .string(event.namespace().name());
            return EntryFormat.write(out, event.previous()).bool(event.quiet());
        }

        @Override
        public ByteWriter entryExpired(ChangeEvent.EntryExpired event) {
            var out = EntryFormat.writerFor(event.previous())
                    .u8(EXPIRED)
                    .string(event.namespace().name());
            return EntryFormat.write(out, event.previous());
        }
    }
}
