package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** How a record is taken apart and put together. */
record RecordShape(Constructor<?> constructor, List<Method> accessors) {

    static RecordShape of(Class<?> type) {
        var components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            var accessors =
                    Arrays.stream(components).map(RecordComponent::getAccessor).toList();
            constructor.setAccessible(true);
            accessors.forEach(accessor -> accessor.setAccessible(true));
            return new RecordShape(constructor, accessors);
        } catch (InaccessibleObjectException | NoSuchMethodException e) {
            throw new CacheException(
                    "the record " + type.getName() + " cannot be taken apart; open its package to reflection", e);
        }
    }

    List<@Nullable Object> components(Object record) {
        var components = new ArrayList<@Nullable Object>();
        for (var accessor : accessors) {
            try {
                components.add(accessor.invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new CacheException("a component of a key cannot be read: " + accessor, e);
            }
        }
        return components;
    }

    Object make(List<? extends @Nullable Object> components) {
        try {
            return constructor.newInstance(components.toArray());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new UndecodableException(
                    "the record " + constructor.getDeclaringClass().getName() + " does not take what the key has", e);
        }
    }
}
