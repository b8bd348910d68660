package io.concord.server.ops;

import io.concord.core.model.Escaped;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells of requests that took long: what was asked and how long it took. Not the query, not the headers, not the body, so no
 * value and no token. So many lines a minute and no more: an outage is not to fill the disk with lines that say the same.
 */
final class SlowRequests {
    static final int LINES_A_MINUTE = 60;
    private static final int PATH_CHARS = 200;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final Duration slow;
    private boolean began;
    private long minuteBegan;
    private int lines;
    private int unsaid;

    /** @param slow what takes so long or longer is told; zero for nothing */
    SlowRequests(Duration slow) {
        this.slow = slow;
    }

    /**
     * The line for the log, if there is to be one.
     *
     * @param path as it came over the wire, without the query
     * @param result {@code ok} or the error code
     * @param nanoTime now
     */
    Optional<String> finished(
            String method, String path, String operation, String result, Duration elapsed, long nanoTime) {
        if (slow.isZero() || elapsed.compareTo(slow) < 0 || !admitted(nanoTime)) {
            return Optional.empty();
        }
        var shown = path.length() > PATH_CHARS ? path.substring(0, PATH_CHARS) + "..." : path;
        return Optional.of("slow request: " + method + " " + Escaped.text(shown) + " (" + operation + ") took "
                + elapsed.toMillis() + " ms and ended with " + result + left());
    }

    private synchronized boolean admitted(long nanoTime) {
        if (!began || nanoTime - minuteBegan >= MINUTE_NANOS) {
            began = true;
            minuteBegan = nanoTime;
            lines = 0;
        }
        if (lines == LINES_A_MINUTE) {
            unsaid++;
            return false;
        }
        lines++;
        return true;
    }

    private synchronized String left() {
        if (unsaid == 0) {
            return "";
        }
        var text = "; " + unsaid + " others were not logged, more than " + LINES_A_MINUTE + " a minute";
        unsaid = 0;
        return text;
    }
}
