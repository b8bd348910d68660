package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Constants of enums as text: the class, a colon, the name. */
final class Enums {
    private Enums() {}

    static String text(Enum<?> constant, Serial serial) {
        serial.requireAllowed(constant.getDeclaringClass());
        return constant.getDeclaringClass().getName() + ':' + constant.name();
    }

    /** Null if it is no enum. */
    private static Object @Nullable [] constants(Class<?> type) {
        try {
            return type.getEnumConstants();
        } catch (LinkageError e) {
            throw new UndecodableException("the enum " + type.getName() + " cannot be used", e);
        }
    }

    static Object read(String text, Serial serial) {
        var colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new UndecodableException("the constant of an enum has no class");
        }
        var name = text.substring(colon + 1);
        var type = serial.load(text.substring(0, colon));
        var constants = constants(type);
        if (constants == null) {
            throw new UndecodableException("the class " + type.getName() + " is no enum");
        }
        return Arrays.stream(constants)
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UndecodableException("the enum " + type.getName()
                        + " has not got the constant of the entry; another version of the application wrote it"));
    }
}
