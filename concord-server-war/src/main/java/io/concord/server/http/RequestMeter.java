package io.concord.server.http;

import java.time.Duration;

/** Who counts and times requests, and notes those that took long. */
public interface RequestMeter {
    /** The operation of a request that was refused before it was known what it asks for. */
    String NO_OPERATION = "none";

    /** The result of a request that was served. */
    String OK = "ok";

    /**
     * A request has its answer, which is about to be sent.
     *
     * @param path as it came over the wire, without the query
     * @param result {@link #OK} or the error code
     */
    void finished(String method, String path, String operation, String result, Duration elapsed);
}
