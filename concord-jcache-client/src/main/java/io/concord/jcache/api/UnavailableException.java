package io.concord.jcache.api;

import org.jspecify.annotations.Nullable;

/**
 * Nothing has happened; a retry is safe. The message says which endpoints were tried and why each did not serve, or that the
 * thread was interrupted before it changed anything.
 */
public final class UnavailableException extends ConcordCacheException {
    private static final long serialVersionUID = 1;

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
