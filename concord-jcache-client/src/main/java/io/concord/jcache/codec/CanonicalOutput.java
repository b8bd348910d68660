package io.concord.jcache.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a serialized object so that its bytes depend on its structure alone. Plain serialization writes a second reference to an
 * object as such, but an equal object again: {@code new Pair(s, s)} and {@code new Pair(s, new String(s))} differ. Here whatever
 * is written alike on its own becomes one object, so that both have the second reference.
 *
 * <p>Refuses what has no such form: collections and maps, whose bytes tell their class, capacity and order, classes of the JDK
 * whose bytes say more than {@code equals} asks, and objects that contain themselves.
 */
final class CanonicalOutput extends CheckedOutput {
    private static final Set<String> JDK = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Short",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.time.Ser",
            "java.util.Currency",
            "java.util.Date",
            "java.util.Locale",
            "java.util.UUID",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp");

    /** No key is longer. */
    private static final int BYTES_MAX = 1024;

    private static final String TOO_LONG = "its serialized form is longer than a key may be (" + BYTES_MAX
            + " bytes); make the key a record or a String";

    private static final Double NOT_A_DOUBLE = Double.NaN;
    private static final Float NOT_A_FLOAT = Float.NaN;

    private final AllowList allowed;
    private final ObjectPool pool;
    private final @Nullable Object root;

    private CanonicalOutput(BoundedBytes out, AllowList allowed, ObjectPool pool, @Nullable Object root)
            throws IOException {
        super(out, allowed);
        this.allowed = allowed;
        this.pool = pool;
        this.root = root;
    }

    static byte[] bytesOf(Object key, AllowList allowed) throws IOException {
        return written(key, allowed, new ObjectPool(), null);
    }

    private static byte[] written(Object object, AllowList allowed, ObjectPool pool, @Nullable Object root)
            throws IOException {
        var bytes = new BoundedBytes(BYTES_MAX, TOO_LONG);
        try (var out = new CanonicalOutput(bytes, allowed, pool, root)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @Override
    protected Object replaceObject(Object object) throws IOException {
        super.replaceObject(object);
        requireCanonical(object);
        var normal = normal(object);
        return normal == root ? normal : pool.oneLike(normal, this::alone);
    }

    private ByteBuffer alone(Object object) throws IOException {
        return ByteBuffer.wrap(written(object, allowed, pool, object));
    }

    private static void requireCanonical(Object object) {
        var type = object.getClass();
        if (object instanceof Collection || object instanceof Map) {
            throw new CacheException(
                    "it holds a " + type.getName() + ", whose bytes depend on more than its elements; make the"
                            + " key a record, whose lists, sets and maps are written by their elements, or use a String");
        }
        if (DeclaredTypes.isOfJdk(type)
                && !(object instanceof Enum)
                && !type.isArray()
                && !JDK.contains(type.getName())) {
            throw new CacheException("it holds a " + type.getName()
                    + ", equal ones of which may have different bytes; use its text, or a record of what matters");
        }
    }

    /** There are many NaNs, which are all equal. */
    private static Object normal(Object object) {
        if (object instanceof Double number && number.isNaN()) {
            return NOT_A_DOUBLE;
        }
        return object instanceof Float number && number.isNaN() ? NOT_A_FLOAT : object;
    }
}
