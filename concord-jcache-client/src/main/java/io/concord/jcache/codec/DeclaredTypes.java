package io.concord.jcache.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The application's classes that a type declares: itself, its superclasses, the types of its fields with their type arguments,
 * what a sealed type permits, and so on from there.
 */
final class DeclaredTypes {
    private final Set<Class<?>> found = new LinkedHashSet<>();

    private DeclaredTypes() {}

    static Set<Class<?>> reachableFrom(Class<?> type) {
        var types = new DeclaredTypes();
        types.add(type);
        return Set.copyOf(types.found);
    }

    /** Whether the class comes with the JDK, whose fields declare nothing about an application. */
    static boolean isOfJdk(Class<?> type) {
        return type.getName().startsWith("java.") || type.getName().startsWith("javax.");
    }

    private void addType(Type type) {
        if (type instanceof Class<?> declared) {
            add(declared);
        } else if (type instanceof ParameterizedType generic) {
            addType(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::addType);
        } else if (type instanceof GenericArrayType array) {
            addType(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            Arrays.stream(wildcard.getUpperBounds()).forEach(this::addType);
        }
    }

    private void add(Class<?> type) {
        if (type.isArray()) {
            add(type.getComponentType());
        } else if (!type.isPrimitive() && !isOfJdk(type) && found.add(type)) {
            addPartsOf(type);
        }
    }

    private void addPartsOf(Class<?> type) {
        if (type.getGenericSuperclass() != null) {
            addType(type.getGenericSuperclass());
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(this::add);
        }
        Arrays.stream(type.getDeclaredFields())
                .filter(DeclaredTypes::isSerialized)
                .map(Field::getGenericType)
                .forEach(this::addType);
    }

    private static boolean isSerialized(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
    }
}
