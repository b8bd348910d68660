package io.concord.jcache.codec;

import java.util.Set;

/**
 * The collections of the JDK that are equal exactly if their elements are, whatever their class. Sorted ones are not among them,
 * because their order decides what is equal; nor are wrappers, which are as what they wrap.
 */
final class KnownCollections {
    private static final Set<String> LISTS = Set.of(
            "java.util.ArrayList",
            "java.util.LinkedList",
            "java.util.Vector",
            "java.util.Arrays$ArrayList",
            "java.util.Collections$EmptyList",
            "java.util.Collections$SingletonList",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.concurrent.CopyOnWriteArrayList");

    private static final Set<String> SETS = Set.of(
            "java.util.HashSet",
            "java.util.LinkedHashSet",
            "java.util.RegularEnumSet",
            "java.util.JumboEnumSet",
            "java.util.Collections$EmptySet",
            "java.util.Collections$SingletonSet",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.concurrent.CopyOnWriteArraySet");

    private static final Set<String> MAPS = Set.of(
            "java.util.HashMap",
            "java.util.LinkedHashMap",
            "java.util.EnumMap",
            "java.util.Collections$EmptyMap",
            "java.util.Collections$SingletonMap",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.concurrent.ConcurrentHashMap");

    private KnownCollections() {}

    static boolean isList(Object value) {
        return LISTS.contains(value.getClass().getName());
    }

    static boolean isSet(Object value) {
        return SETS.contains(value.getClass().getName());
    }

    static boolean isMap(Object value) {
        return MAPS.contains(value.getClass().getName());
    }
}
