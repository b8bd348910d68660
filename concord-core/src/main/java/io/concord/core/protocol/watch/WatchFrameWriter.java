package io.concord.core.protocol.watch;

import io.concord.core.format.ByteWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a watch to a stream, one frame at a time: the format version before the first of them. It keeps nothing; a frame is
 * in memory a second time while it is written. Not thread-safe.
 */
public final class WatchFrameWriter {
    /** The content type of a watch in frames. */
    public static final String MEDIA_TYPE = "application/vnd.concord.watch";

    private final OutputStream out;
    private boolean begun;

    public WatchFrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes a frame and returns how many bytes it has; does not flush. */
    public long write(WatchFrame frame) throws IOException {
        if (!begun) {
            out.write(FrameFormat.VERSION);
            begun = true;
        }
        var content = FrameFormat.write(frame);
        new ByteWriter(Integer.BYTES).i32(content.size()).writeTo(out);
        content.writeTo(out);
        return (long) Integer.BYTES + content.size();
    }
}
