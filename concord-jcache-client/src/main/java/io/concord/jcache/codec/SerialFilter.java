package io.concord.jcache.codec;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import org.jspecify.annotations.Nullable;

/**
 * Judges one stream of serialized objects as it is read: the limits, the JVM's own filter, and the classes. Remembers why it
 * refused, because the JDK's exception does not say. Not thread-safe.
 */
final class SerialFilter implements ObjectInputFilter {
    /** A hash table has at most so many places for an element, which has at least one byte in the stream. */
    static final int PLACES_EACH = 8;

    private static final long PLACES_FREE = 4096;

    private final AllowList allowed;
    private final SerialSettings limits;
    private final long elementsMax;
    private final @Nullable ObjectInputFilter ofJvm = Config.getSerialFilter();
    private long elements;
    private @Nullable String refusal;

    SerialFilter(AllowList allowed, SerialSettings limits, int streamBytes) {
        this.allowed = allowed;
        this.limits = limits;
        this.elementsMax = PLACES_FREE + (long) PLACES_EACH * streamBytes;
    }

    /** Null while nothing was refused. */
    @Nullable String refusal() {
        return refusal;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (refusal == null) {
            refusal = refusalOf(info);
        }
        return refusal == null ? Status.ALLOWED : Status.REJECTED;
    }

    private @Nullable String refusalOf(FilterInfo info) {
        if (info.depth() > limits.depthMax()) {
            return exceeded("depth", info.depth(), limits.depthMax());
        }
        if (info.references() > limits.referencesMax()) {
            return exceeded("references", info.references(), limits.referencesMax());
        }
        if (info.arrayLength() > limits.arrayLengthMax()) {
            return exceeded("array length", info.arrayLength(), limits.arrayLengthMax());
        }
        elements += Math.max(0, info.arrayLength());
        if (elements > elementsMax) {
            return exceeded("elements of arrays, for its bytes,", elements, elementsMax);
        }
        return refusalOfClass(info);
    }

    private @Nullable String refusalOfClass(FilterInfo info) {
        if (ofJvm != null && ofJvm.checkInput(info) == Status.REJECTED) {
            return "the filter of this JVM (jdk.serialFilter) rejects it";
        }
        if (allowed.rejects(info)) {
            return "concord.client.serial-filter rejects it";
        }
        var type = info.serialClass();
        return type == null || allowed.allows(type) ? null : allowed.refusalOf(type);
    }

    private static String exceeded(String name, long value, long limit) {
        return "its " + name + " is " + value + "; the limit is " + limit;
    }
}
