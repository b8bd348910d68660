package io.concord.jcache.api;

import org.jspecify.annotations.Nullable;

/**
 * The write may have happened or not: the deadline passed before an answer came, or the thread that waited for it was
 * interrupted. The message says which; for a deadline, also which endpoints were tried and why each did not answer.
 */
public final class IndeterminateException extends ConcordCacheException {
    private static final long serialVersionUID = 1;

    public IndeterminateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
