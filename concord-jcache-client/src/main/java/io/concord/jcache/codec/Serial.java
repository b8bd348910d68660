package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.cache.CacheException;

/** Java serialization within an allow-list and limits. Safe for use by several threads. */
final class Serial {
    private static final String REMEDY =
            "; make it flatter or smaller, such as by several entries, or give the cache a format of"
                    + " its own (io.concord.jcache.api.ValueFormatProvider)";

    private final AllowList allowed;
    private final ClassLoader loader;
    private final SerialSettings settings;

    Serial(AllowList allowed, ClassLoader loader, SerialSettings settings) {
        this.allowed = allowed;
        this.loader = loader;
        this.settings = settings;
    }

    /** Bytes that can be read again within the same limits. */
    byte[] write(Object value) {
        var bytes = new BoundedBytes(
                settings.bytesMax(), "its serialized form has more than " + settings.bytesMax() + " bytes" + REMEDY);
        try (var out = new CheckedOutput(bytes, allowed)) {
            out.writeObject(value);
            out.flush();
            return readable(bytes.toByteArray(), out);
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
        try {
            return whole(bytes, filter);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new UndecodableException("a serialized object cannot be read: " + reason(filter, e), e);
        }
    }

    /** Reads what might be beyond a limit as it will be read one day; most values are far from all of them. */
    private byte[] readable(byte[] bytes, CheckedOutput written) {
        if (isWithinLimits(bytes, written)) {
            return bytes;
        }
        var filter = new SerialFilter(allowed, settings, bytes.length);
        try {
            whole(bytes, filter);
            return bytes;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new CacheException("it could not be read again: " + reason(filter, e) + REMEDY, e);
        }
    }

    /** Certainly: a reference takes a byte at least, and one in a hash table no more than so many places. */
    private boolean isWithinLimits(byte[] bytes, CheckedOutput written) {
        return written.levelsMost() <= settings.depthMax()
                && bytes.length <= settings.referencesMax()
                && bytes.length <= settings.arrayLengthMax() / SerialFilter.PLACES_EACH
                && !settings.hasOtherLimits();
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

    private Object whole(byte[] bytes, SerialFilter filter) throws IOException, ClassNotFoundException {
        try (var in = new FilteredInput(new ByteArrayInputStream(bytes), loader, allowed, filter)) {
            var value = in.readObject();
            if (value == null || in.read() >= 0) {
                throw new IOException("the stream is not one object");
            }
            return value;
        }
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
