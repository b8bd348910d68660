package io.concord.jcache.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Reads serialized objects through a filter, with the classes of one class loader. */
final class FilteredInput extends ObjectInputStream {
    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "boolean", boolean.class,
            "byte", byte.class,
            "char", char.class,
            "double", double.class,
            "float", float.class,
            "int", int.class,
            "long", long.class,
            "short", short.class,
            "void", void.class);

    private final ClassLoader loader;
    private final AllowList allowed;

    FilteredInput(InputStream in, ClassLoader loader, AllowList allowed, SerialFilter filter) throws IOException {
        super(in);
        this.loader = loader;
        this.allowed = allowed;
        setObjectInputFilter(filter);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
        var primitive = PRIMITIVES.get(description.getName());
        return primitive != null ? primitive : Class.forName(description.getName(), false, loader);
    }

    @Override
    @SuppressWarnings("deprecation") // The stream has the class before it has the handler to make an instance with.
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        var resolved = new Class<?>[interfaces.length];
        for (int i = 0; i < interfaces.length; i++) {
            resolved[i] = Class.forName(interfaces[i], false, loader);
            requireAllowed(resolved[i]);
        }
        try {
            return Proxy.getProxyClass(loader, resolved);
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("no proxy of these interfaces", e);
        }
    }

    /** Before a class is made of them. */
    private void requireAllowed(Class<?> type) throws InvalidClassException {
        if (!allowed.allows(type)) {
            throw new InvalidClassException(allowed.refusalOf(type));
        }
    }
}
