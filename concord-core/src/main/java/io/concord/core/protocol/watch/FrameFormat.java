package io.concord.core.protocol.watch;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import io.concord.core.wire.EntryFormat;

/**
 * The bytes of a watch. Numbers are big-endian; a string is a u16 length and UTF-8. Version 1 is u8 1 and then frames, each
 * an i32 length of what follows, a u8 tag and
 *
 * <pre>
 * 1 commit begun:  i64 revision, i64 written ms, author
 * 2 written:       entry, optional entry before
 * 3 deleted:       string key, optional entry before, bool quiet
 * 4 expired:       string key, optional entry before
 * 5 commit ended:  i64 revision
 * 6 progress:      i64 revision
 * 7 cut:           string reason, i64 resume revision
 * 8 ended:         string reason, i64 resume revision
 * </pre>
 *
 * <p>See {@link EntryFormat} for entries and authors. A frame has exactly one encoding. Golden files freeze the layout.
 */
final class FrameFormat {
    static final int VERSION = 1;
    static final String NAME = "watch";

    private static final int HEAD_BYTES_MAX = 64 * 1024;

    /** A frame may have two entries of the greatest size. */
    static final int FRAME_BYTES_MAX = 2 * Limits.VALUE_BYTES_CEILING + HEAD_BYTES_MAX;

    private static final int COMMIT_BEGUN = 1;
    private static final int WRITTEN = 2;
    private static final int DELETED = 3;
    private static final int EXPIRED = 4;
    private static final int COMMIT_ENDED = 5;
    private static final int PROGRESS = 6;
    private static final int CUT = 7;
    private static final int ENDED = 8;

    private FrameFormat() {}

    /** The frame without its length. */
    static ByteWriter write(WatchFrame frame) {
        return frame.accept(new Writer());
    }

    /**
     * Reads the frame that the bytes are.
     *
     * @throws FormatException if they are not exactly one frame
     */
    static WatchFrame read(byte[] bytes) {
        var in = new ByteReader(NAME, bytes);
        try {
            var frame = read(in);
            in.expectEnd();
            return frame;
        } catch (InvalidValueException e) {
            throw new FormatException(NAME + " holds an invalid value: " + e.getMessage(), e);
        }
    }

    private static WatchFrame read(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case COMMIT_BEGUN -> new WatchFrame.CommitBegun(in.i64(), in.i64(), EntryFormat.readAuthor(in));
            case WRITTEN -> new WatchFrame.Written(EntryFormat.read(in), EntryFormat.readOptionalEntry(in));
            case DELETED -> new WatchFrame.Deleted(new Key(in.string()), EntryFormat.readOptionalEntry(in), in.bool());
            case EXPIRED -> new WatchFrame.Expired(new Key(in.string()), EntryFormat.readOptionalEntry(in));
            case COMMIT_ENDED -> new WatchFrame.CommitEnded(in.i64());
            case PROGRESS -> new WatchFrame.Progress(in.i64());
            case CUT -> new WatchFrame.Cut(in.string(), in.i64());
            case ENDED -> new WatchFrame.Ended(in.string(), in.i64());
            default -> throw FormatException.unknownTag("watch frame", tag);
        };
    }

    private static final class Writer implements WatchFrame.Handler<ByteWriter> {
        @Override
        public ByteWriter commitBegun(WatchFrame.CommitBegun begun) {
            var out = new ByteWriter().u8(COMMIT_BEGUN).i64(begun.revision()).i64(begun.writtenMillis());
            return EntryFormat.writeAuthor(out, begun.author());
        }

        @Override
        public ByteWriter written(WatchFrame.Written written) {
            var out = EntryFormat.write(EntryFormat.writerFor(written.entry()).u8(WRITTEN), written.entry());
            return EntryFormat.writeOptionalEntry(out, written.previous());
        }

        @Override
        public ByteWriter deleted(WatchFrame.Deleted deleted) {
            return gone(DELETED, deleted).bool(deleted.quiet());
        }

        @Override
        public ByteWriter expired(WatchFrame.Expired expired) {
            return gone(EXPIRED, expired);
        }

        @Override
        public ByteWriter commitEnded(WatchFrame.CommitEnded ended) {
            return new ByteWriter().u8(COMMIT_ENDED).i64(ended.revision());
        }

        @Override
        public ByteWriter progress(WatchFrame.Progress progress) {
            return new ByteWriter().u8(PROGRESS).i64(progress.revision());
        }

        @Override
        public ByteWriter cut(WatchFrame.Cut cut) {
            return new ByteWriter().u8(CUT).string(cut.reason()).i64(cut.resumeRevision());
        }

        @Override
        public ByteWriter ended(WatchFrame.Ended ended) {
            return new ByteWriter().u8(ENDED).string(ended.reason()).i64(ended.resumeRevision());
        }

        private static ByteWriter gone(int tag, WatchFrame.Change change) {
            var out = change.previous().map(EntryFormat::writerFor).orElseGet(ByteWriter::new);
            return EntryFormat.writeOptionalEntry(
                    out.u8(tag).string(change.key().text()), change.previous());
        }
    }
}
