package io.concord.jcache.codec;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which classes a cache may make out of bytes: those that its configuration declares, with what their fields declare; subtypes
 * of a declared type of the application's own; value types and collections of the JDK, with the two that Spring puts into
 * caches; and those that the configured filter names. What the filter rejects is out, whatever else holds. Safe for use by several threads.
 */
final class AllowList {
    /** A null as a value, and several arguments as a key: final classes that hold nothing of their own but an array. */
    private static final Set<String> SPRING =
            Set.of("org.springframework.cache.support.NullValue", "org.springframework.cache.interceptor.SimpleKey");

    private final Class<?> declared;
    private final Set<Class<?>> reachable;
    private final ObjectInputFilter patterns;
    private final Map<Class<?>, Boolean> decided = new ConcurrentHashMap<>();

    private AllowList(Class<?> declared, Set<Class<?>> reachable, ObjectInputFilter patterns) {
        this.declared = declared;
        this.reachable = reachable;
        this.patterns = patterns;
    }

    static AllowList of(Class<?> declared, SerialSettings settings) {
        return new AllowList(declared, DeclaredTypes.reachableFrom(declared), settings.patterns());
    }

    /** Of an array, whether its elements may be read. */
    boolean allows(Class<?> type) {
        return decided.computeIfAbsent(type, this::decide);
    }

    /** Whether the configured filter is against it, be it for a limit of its own. */
    boolean rejects(ObjectInputFilter.FilterInfo info) {
        return patterns.checkInput(info) == Status.REJECTED;
    }

    /** Why a class is refused, and what to do. */
    String refusalOf(Class<?> type) {
        return "the class " + element(type).getName()
                + " is neither declared by the cache nor a value type of the JDK; "
                + "declare the cache's types, or name the class in concord.client.serial-filter";
    }

    private boolean decide(Class<?> type) {
        var element = element(type);
        if (Proxy.isProxyClass(element)) {
            return Arrays.stream(element.getInterfaces()).allMatch(this::allows);
        }
        var status = patterns.checkInput(new Question(element));
        if (element.isPrimitive() || status != Status.UNDECIDED) {
            return status != Status.REJECTED;
        }
        return reachable.contains(element)
                || isSubtypeOfDeclared(element)
                || JdkTypes.contains(element)
                || SPRING.contains(element.getName());
    }

    /** Not below a type of the JDK: everything is an {@code Object}, and much is {@code Comparable}. */
    private boolean isSubtypeOfDeclared(Class<?> type) {
        return !DeclaredTypes.isOfJdk(declared) && declared.isAssignableFrom(type);
    }

    private static Class<?> element(Class<?> type) {
        var element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    /** What a filter is asked about a class alone. */
    private record Question(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }
}
