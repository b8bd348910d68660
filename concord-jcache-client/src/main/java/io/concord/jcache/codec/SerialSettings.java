package io.concord.jcache.codec;

import io.concord.core.model.Limits;
import java.io.ObjectInputFilter;

/**
 * What of Java serialization is read, and who writes values instead. The limits always hold.
 *
 * @param filter classes that may be read, and with {@code !} those that may not, in the syntax of {@link
 *     ObjectInputFilter.Config#createFilter}, such as {@code com.acme.**;!com.acme.internal.*}; empty for none besides the
 *     declared types and the value types of the JDK. Limits in it are honoured too
 * @param depthMax how deep objects are nested
 * @param referencesMax how many objects and references a stream has
 * @param arrayLengthMax how many elements an array has
 * @param bytesMax how long a stream is
 * @param valueFormatProvider the class name of the {@link io.concord.jcache.api.ValueFormatProvider} to ask; empty to ask those
 *     that {@link java.util.ServiceLoader} finds
 */
public record SerialSettings(
        String filter, int depthMax, int referencesMax, int arrayLengthMax, int bytesMax, String valueFormatProvider) {
    private static final SerialSettings DEFAULTS =
            new SerialSettings("", 64, 1_000_000, 8 * 1024 * 1024, Limits.VALUE_BYTES_CEILING, "");

    public SerialSettings {
        requirePositive("depth", depthMax);
        requirePositive("references", referencesMax);
        requirePositive("array length", arrayLengthMax);
        requirePositive("bytes", bytesMax);
        parse(filter);
    }

    public static SerialSettings defaults() {
        return DEFAULTS;
    }

    public SerialSettings withFilter(String other) {
        return new SerialSettings(other, depthMax, referencesMax, arrayLengthMax, bytesMax, valueFormatProvider);
    }

    public SerialSettings withDepthMax(int other) {
        return new SerialSettings(filter, other, referencesMax, arrayLengthMax, bytesMax, valueFormatProvider);
    }

    public SerialSettings withValueFormatProvider(String className) {
        return new SerialSettings(filter, depthMax, referencesMax, arrayLengthMax, bytesMax, className);
    }

    /** The filter by the JDK; one that decides nothing if none is configured. */
    ObjectInputFilter patterns() {
        return parse(filter);
    }

    /** Whether the configured filter or the JVM's own has a say besides the limits here. */
    boolean hasOtherLimits() {
        return filter.indexOf('=') >= 0 || ObjectInputFilter.Config.getSerialFilter() != null;
    }

    private static ObjectInputFilter parse(String filter) {
        // The JDK has null, not a filter, for a pattern of nothing.
        var parsed = filter.isBlank() ? null : ObjectInputFilter.Config.createFilter(filter.strip());
        return parsed == null ? info -> ObjectInputFilter.Status.UNDECIDED : parsed;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("limit of serialized " + name + " is " + value + "; it is at least 1");
        }
    }
}
