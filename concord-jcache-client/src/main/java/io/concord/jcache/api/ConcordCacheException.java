package io.concord.jcache.api;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** An operation that the cluster did not carry out as asked; the subclass says whether anything has happened. */
public abstract sealed class ConcordCacheException extends CacheException
        permits RefusedException, UnavailableException, IndeterminateException {
    private static final long serialVersionUID = 1;

    ConcordCacheException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
