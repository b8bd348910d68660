package io.concord.spring;

/** What a cache does where it cannot do what it is asked for. */
public enum Fallback {
    /** The caller gets the exception: what Spring's own caches do. */
    FAIL,

    /** The caller gets on as if there were no entry. */
    MISS
}
