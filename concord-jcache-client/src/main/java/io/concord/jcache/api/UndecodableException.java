package io.concord.jcache.api;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * An entry is there, and this version of the application cannot read it: another version wrote it, or another program, or its
 * class may not be read. The message names the thing and the reason, never the content. Nothing was changed.
 */
public final class UndecodableException extends CacheException {
    private static final long serialVersionUID = 1;

    public UndecodableException(String message) {
        super(message);
    }

    public UndecodableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
