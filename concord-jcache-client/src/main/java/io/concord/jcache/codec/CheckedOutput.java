package io.concord.jcache.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Set;
import javax.cache.CacheException;

/**
 * Writes serialized objects, and refuses the classes that nobody could read back. Counts what bounds the depth of the stream,
 * because the JDK tells nobody how deep it writes. Refusals are unchecked: to an {@code IOException} the JDK answers by writing
 * the exception into the stream.
 */
class CheckedOutput extends ObjectOutputStream {
    /** What holds no other object; its own level is counted once for all. */
    private static final Set<String> LEAVES = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Short",
            "java.lang.String",
            "java.time.Ser",
            "java.util.Date",
            "java.util.UUID");

    private final AllowList allowed;
    private int levelsMost = 1;

    CheckedOutput(OutputStream out, AllowList allowed) throws IOException {
        super(out);
        this.allowed = allowed;
        enableReplaceObject(true);
    }

    /** No less than the depth at which anything is read: every object that can hold another, and every class, may be a level. */
    int levelsMost() {
        return levelsMost;
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
        if (!isLeaf(object)) {
            levelsMost++;
        }
        return object;
    }

    @Override
    protected void annotateClass(Class<?> type) {
        levelsMost++;
        if (!allowed.allows(type)) {
            throw new CacheException(allowed.refusalOf(type));
        }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        levelsMost++;
        for (var each : type.getInterfaces()) {
            annotateClass(each);
        }
    }

    private static boolean isLeaf(Object object) {
        var type = object.getClass();
        return object instanceof Enum
                || LEAVES.contains(type.getName())
                || (type.isArray() && type.getComponentType().isPrimitive());
    }
}
