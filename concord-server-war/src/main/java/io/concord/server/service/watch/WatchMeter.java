package io.concord.server.service.watch;

import java.time.Duration;

/** Who counts watches. */
public interface WatchMeter {
    /**
     * A request to watch was answered.
     *
     * @param result {@code ok} or the error code
     */
    void answered(String result, Duration elapsed);

    void cut(CutReason reason);
}
