package io.concord.jcache.transport;

import io.concord.core.model.Limits;
import io.concord.core.protocol.batch.BatchOperation;
import java.util.concurrent.TimeUnit;

/**
 * The cluster's time, from the last answer and the monotonic clock since; what first attempts of writes are stamped with. It
 * lags by the way of the answer and never leads. Guarded by the lock of the {@link Dispatcher}.
 */
final class ClusterTime {
    private long timeMillis = BatchOperation.Write.FIRST_UNKNOWN;
    private long atNanos;

    void learn(long answeredMillis, long nowNanos) {
        timeMillis = answeredMillis;
        atNanos = nowNanos;
    }

    boolean isKnown() {
        return timeMillis != BatchOperation.Write.FIRST_UNKNOWN;
    }

    /** The time to stamp with; {@link BatchOperation.Write#FIRST_UNKNOWN} while there was no answer. */
    long now(long nowNanos) {
        return isKnown()
                ? Math.min(timeMillis + TimeUnit.NANOSECONDS.toMillis(nowNanos - atNanos), Limits.TIME_MILLIS_MAX)
                : BatchOperation.Write.FIRST_UNKNOWN;
    }
}
