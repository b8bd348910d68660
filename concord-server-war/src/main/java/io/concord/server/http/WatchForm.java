package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.watch.WatchFrameWriter;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.watch.WatchSink;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The forms in which a watch is told: for people and browsers, and for the client jar. */
enum WatchForm {
    EVENTS("text/event-stream") {
        @Override
        WatchSink sink(OutputStream out, boolean withPrevious, Runnable close) {
            return new EventStream(out, new EventJson(withPrevious), close);
        }
    },
    FRAMES(WatchFrameWriter.MEDIA_TYPE) {
        @Override
        WatchSink sink(OutputStream out, boolean withPrevious, Runnable close) {
            return new FrameStream(out, withPrevious, close);
        }
    };

    private final String contentType;

    WatchForm(String contentType) {
        this.contentType = contentType;
    }

    /**
     * The form that a request prefers; events where it prefers neither.
     *
     * @param accept the header; null where there is none
     * @throws RequestFailure {@link ErrorCode#NOT_ACCEPTABLE} if it accepts neither
     */
    static WatchForm of(@Nullable String accept) {
        if (accept == null) {
            return EVENTS;
        }
        var ranges = MediaRange.listOf(accept);
        int events = MediaRange.weight(ranges, EVENTS.contentType);
        int frames = MediaRange.weight(ranges, FRAMES.contentType);
        if (events == 0 && frames == 0) {
            throw new RequestFailure(
                    ErrorCode.NOT_ACCEPTABLE,
                    "a watch answers " + EVENTS.contentType + " or " + FRAMES.contentType
                            + "; widen the Accept header");
        }
        return frames > events ? FRAMES : EVENTS;
    }

    String contentType() {
        return contentType;
    }

    /**
     * Where events go.
     *
     * @param close ends the response; called once
     */
    abstract WatchSink sink(OutputStream out, boolean withPrevious, Runnable close);
}
