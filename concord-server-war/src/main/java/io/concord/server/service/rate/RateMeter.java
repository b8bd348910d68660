package io.concord.server.service.rate;

/** Who counts what is refused. */
public interface RateMeter {
    /**
     * A request was refused.
     *
     * @param limit {@code requests} or {@code bytes}
     */
    void refused(String limit);
}
