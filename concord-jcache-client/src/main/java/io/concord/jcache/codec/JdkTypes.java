package io.concord.jcache.codec;

import java.util.Set;

/**
 * The classes of the JDK that may be read in every cache: values and collections, and what those write of themselves. Nothing
 * in it runs code of others, opens anything or is much larger than its bytes. A {@code Proxy} does what its handler does, whose
 * class is asked for too.
 */
final class JdkTypes {
    private static final Set<String> LANG = Set.of(
            "Boolean",
            "Byte",
            "Character",
            "Double",
            "Enum",
            "Float",
            "Integer",
            "Long",
            "Number",
            "Object",
            "Short",
            "String",
            "StringBuffer",
            "StringBuilder",
            "String$CaseInsensitiveComparator");

    private static final Set<String> MATH = Set.of("BigDecimal", "BigInteger", "MathContext", "RoundingMode");

    private static final Set<String> UTIL = Set.of(
            "AbstractCollection",
            "AbstractList",
            "AbstractMap",
            "AbstractMap$SimpleEntry",
            "AbstractMap$SimpleImmutableEntry",
            "AbstractQueue",
            "AbstractSequentialList",
            "AbstractSet",
            "ArrayDeque",
            "ArrayList",
            "Arrays$ArrayList",
            "BitSet",
            "Calendar",
            "CollSer",
            "Comparators$NaturalOrderComparator",
            "Currency",
            "Date",
            "Dictionary",
            "EnumMap",
            "EnumSet",
            "EnumSet$SerializationProxy",
            "GregorianCalendar",
            "HashMap",
            "HashSet",
            "Hashtable",
            "IdentityHashMap",
            "ImmutableCollections$List12",
            "ImmutableCollections$ListN",
            "ImmutableCollections$Map1",
            "ImmutableCollections$MapN",
            "ImmutableCollections$Set12",
            "ImmutableCollections$SetN",
            "JumboEnumSet",
            "RegularEnumSet",
            "LinkedHashMap",
            "LinkedHashSet",
            "LinkedList",
            "Locale",
            "PriorityQueue",
            "Properties",
            "SimpleTimeZone",
            "Stack",
            "TimeZone",
            "TreeMap",
            "TreeSet",
            "UUID",
            "Vector");

    private static final Set<String> COLLECTIONS = Set.of(
            "EmptyList",
            "EmptyMap",
            "EmptySet",
            "ReverseComparator",
            "SetFromMap",
            "SingletonList",
            "SingletonMap",
            "SingletonSet",
            "SynchronizedCollection",
            "SynchronizedList",
            "SynchronizedMap",
            "SynchronizedRandomAccessList",
            "SynchronizedSet",
            "SynchronizedSortedMap",
            "SynchronizedSortedSet",
            "UnmodifiableCollection",
            "UnmodifiableList",
            "UnmodifiableMap",
            "UnmodifiableRandomAccessList",
            "UnmodifiableSet",
            "UnmodifiableSortedMap",
            "UnmodifiableSortedSet",
            "UnmodifiableNavigableMap",
            "UnmodifiableNavigableSet");

    private static final Set<String> CONCURRENT = Set.of(
            "ConcurrentHashMap",
            "ConcurrentHashMap$Segment",
            "ConcurrentLinkedDeque",
            "ConcurrentLinkedQueue",
            "ConcurrentSkipListMap",
            "ConcurrentSkipListSet",
            "CopyOnWriteArrayList",
            "CopyOnWriteArraySet",
            "TimeUnit",
            "atomic.AtomicBoolean",
            "atomic.AtomicInteger",
            "atomic.AtomicLong",
            "atomic.AtomicReference",
            "locks.AbstractOwnableSynchronizer",
            "locks.AbstractQueuedSynchronizer",
            "locks.ReentrantLock",
            "locks.ReentrantLock$NonfairSync",
            "locks.ReentrantLock$Sync");

    private static final Set<String> OTHERS = Set.of(
            "java.lang.reflect.Proxy",
            "java.net.URI",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp",
            "sun.util.calendar.ZoneInfo");

    private JdkTypes() {}

    static boolean contains(Class<?> type) {
        var name = type.getName();
        return isHarmlessInterface(type)
                || name.startsWith("java.time.")
                || OTHERS.contains(name)
                || isIn("java.lang.", LANG, name)
                || isIn("java.math.", MATH, name)
                || isIn("java.util.Collections$", COLLECTIONS, name)
                || isIn("java.util.concurrent.", CONCURRENT, name)
                || isIn("java.util.", UTIL, name);
    }

    /** As the type of an array's elements; what implements it is asked for on its own. */
    private static boolean isHarmlessInterface(Class<?> type) {
        return type.isInterface()
                && (type.getName().startsWith("java.lang.")
                        || type.getName().startsWith("java.util.")
                        || type.getName().equals("java.io.Serializable"));
    }

    private static boolean isIn(String prefix, Set<String> names, String name) {
        return name.startsWith(prefix) && names.contains(name.substring(prefix.length()));
    }
}
