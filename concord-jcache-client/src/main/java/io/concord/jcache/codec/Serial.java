package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.cache.CacheException;

/** Java serialization within an allow-list and limits. Safe for use by several threads. */
final class Serial {
    private final AllowList allowed;
    private final ClassLoader loader;
    private final SerialSettings settings;

    Serial(AllowList allowed, ClassLoader loader, SerialSettings settings) {
        this.allowed = allowed;
        this.loader = loader;
        this.settings = settings;
    }

    byte[] write(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new CheckedOutput(bytes, allowed)) {
            out.writeObject(value);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw unwritable("value", value, e);
        }
    }

    /** Bytes that depend on nothing but the structure of the object: not on what is shared in it, and not on any order. */
    byte[] writeCanonical(Object key) {
        try {
            return CanonicalOutput.bytesOf(key, allowed);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw unwritable("key", key, e);
        }
    }

    Object read(byte[] bytes) {
        if (bytes.length > settings.bytesMax()) {
            throw new UndecodableException(
                    "a serialized object has " + bytes.length + " bytes; the limit is " + settings.bytesMax());
        }
        var filter = new SerialFilter(allowed, settings, bytes.length);
        try (var in = new FilteredInput(new ByteArrayInputStream(bytes), loader, allowed, filter)) {
            return whole(in);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new UndecodableException("a serialized object cannot be read: " + reason(filter, e), e);
        }
    }

    /** Whether objects of the class may be made. */
    void requireAllowed(Class<?> type) {
        if (!allowed.allows(type)) {
            throw new CacheException(allowed.refusalOf(type));
        }
    }

    /** The class of this name, which may be read. */
    Class<?> load(String name) {
        try {
            var type = Class.forName(name, false, loader);
            if (!allowed.allows(type)) {
                throw new UndecodableException(allowed.refusalOf(type));
            }
            return type;
        } catch (ClassNotFoundException | LinkageError e) {
            throw new UndecodableException("there is no class of the name that the entry has", e);
        }
    }

    private static Object whole(FilteredInput in) throws IOException, ClassNotFoundException {
        var value = in.readObject();
        if (value == null || in.read() >= 0) {
            throw new IOException("the stream is not one object");
        }
        return value;
    }

    private static String reason(SerialFilter filter, Throwable failure) {
        var refusal = filter.refusal();
        return refusal == null ? failure.toString() : refusal;
    }

    private static CacheException unwritable(String thing, Object value, Throwable cause) {
        return new CacheException(
                "a " + thing + " of the class " + value.getClass().getName() + " cannot be written: " + message(cause),
                cause);
    }

    private static String message(Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return "it is nested too deep or contains itself";
        }
        var message = cause.getMessage();
        return cause instanceof CacheException && message != null ? message : cause.toString();
    }
}
