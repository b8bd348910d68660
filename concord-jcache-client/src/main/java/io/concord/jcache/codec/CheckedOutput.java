package io.concord.jcache.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import javax.cache.CacheException;

/**
 * Writes serialized objects, and refuses the classes that nobody could read back. Refusals are unchecked: to an {@code
 * IOException} the JDK answers by writing the exception into the stream.
 */
class CheckedOutput extends ObjectOutputStream {
    private final AllowList allowed;

    CheckedOutput(OutputStream out, AllowList allowed) throws IOException {
        super(out);
        this.allowed = allowed;
        enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) throws IOException {
        if (!(object instanceof Serializable)) {
            throw new CacheException(
                    object.getClass().getName() + " does not implement Serializable; make it so, or give the"
                            + " cache a format of its own (io.concord.jcache.api.ValueFormatProvider)");
        }
        if (object instanceof IOException failure && !allowed.allows(failure.getClass())) {
            throw new CacheException(failure.toString(), failure);
        }
        return object;
    }

    @Override
    protected void annotateClass(Class<?> type) {
        if (!allowed.allows(type)) {
            throw new CacheException(allowed.refusalOf(type));
        }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        for (var each : type.getInterfaces()) {
            annotateClass(each);
        }
    }
}
