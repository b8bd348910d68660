package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.watch.WatchFrameWriter;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.watch.WatchSink;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
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
     * The form that a request accepts: frames only if it names them, and where it names both, what comes first.
     *
     * @throws RequestFailure {@link ErrorCode#NOT_ACCEPTABLE} if it accepts neither
     */
    static WatchForm of(@Nullable String accept) {
        if (accept == null) {
            return EVENTS;
        }
        return Arrays.stream(accept.split(",", -1))
                .map(WatchForm::ofRange)
                .filter(form -> form != null)
                .findFirst()
                .orElseThrow(() -> new RequestFailure(
                        ErrorCode.NOT_ACCEPTABLE,
                        "a watch answers " + EVENTS.contentType + " or " + FRAMES.contentType
                                + "; widen the Accept header"));
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

    private static @Nullable WatchForm ofRange(String range) {
        return switch (range.split(";", 2)[0].trim().toLowerCase(Locale.ROOT)) {
            case "*/*", "text/*", "text/event-stream" -> EVENTS;
            case WatchFrameWriter.MEDIA_TYPE -> FRAMES;
            default -> null;
        };
    }
}
