package io.concord.core.protocol.watch;

import io.concord.core.format.ByteReader;
import io.concord.core.format.FormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a watch from a stream, one frame at a time, and sees to it that each stands where it may: changes within a commit,
 * everything else without. A length is not believed: memory is taken as the bytes arrive. Not thread-safe.
 */
public final class WatchFrameReader {
    private static final long NONE = 0;

    private final InputStream in;
    private boolean begun;
    private boolean over;
    private long open = NONE;
    private boolean changed;

    public WatchFrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * Waits for the next frame; empty where the stream has ended between two commits.
     *
     * @throws EOFException if it has ended in the midst of a frame or a commit
     * @throws FormatException if the bytes are no watch of a known version; what comes after is not to be read
     */
    public Optional<WatchFrame> next() throws IOException {
        if (!begun && !readVersion()) {
            return Optional.empty();
        }
        int first = in.read();
        if (first < 0) {
            if (open != NONE) {
                throw new EOFException("the watch ended in the midst of commit " + open);
            }
            return Optional.empty();
        }
        var frame = FrameFormat.read(readExactly(length(first)));
        check(frame);
        return Optional.of(frame);
    }

    private boolean readVersion() throws IOException {
        int version = in.read();
        if (version < 0) {
            return false;
        }
        if (version != FrameFormat.VERSION) {
            throw FormatException.unknownVersion(FrameFormat.NAME, version, FrameFormat.VERSION);
        }
        begun = true;
        return true;
    }

    private int length(int first) throws IOException {
        byte[] rest = readExactly(Integer.BYTES - 1);
        int length = new ByteReader(FrameFormat.NAME, new byte[] {(byte) first, rest[0], rest[1], rest[2]}).i32();
        if (length < 1 || length > FrameFormat.FRAME_BYTES_MAX) {
            throw new FormatException(FrameFormat.NAME + " has a frame of " + length + " bytes; it has 1 to "
                    + FrameFormat.FRAME_BYTES_MAX);
        }
        return length;
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the watch ended in the midst of a frame");
        }
        return bytes;
    }

    private void check(WatchFrame frame) {
        if (over) {
            throw misplaced(frame, "after the last one");
        }
        if (frame instanceof WatchFrame.Change) {
            require(frame, open != NONE);
            changed = true;
        } else if (frame instanceof WatchFrame.CommitEnded ended) {
            require(frame, open == ended.revision() && changed);
            open = NONE;
        } else if (open != NONE) {
            throw misplaced(frame, "within commit " + open);
        } else if (frame instanceof WatchFrame.CommitBegun commit) {
            open = commit.revision();
            changed = false;
        }
        over = frame instanceof WatchFrame.Cut || frame instanceof WatchFrame.Ended;
    }

    private void require(WatchFrame frame, boolean holds) {
        if (!holds) {
            throw misplaced(frame, open == NONE ? "outside of a commit" : "within commit " + open);
        }
    }

    private static FormatException misplaced(WatchFrame frame, String where) {
        return new FormatException(
                FrameFormat.NAME + " has the frame " + frame.getClass().getSimpleName() + " " + where);
    }
}
