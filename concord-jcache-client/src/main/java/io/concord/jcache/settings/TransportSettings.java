package io.concord.jcache.settings;

import java.time.Duration;

/**
 * The bounds of a connection; each is a key of {@link ClientKey}.
 *
 * @param timeout of an operation, with all its retries
 * @param connectTimeout of one endpoint
 * @param requestsInFlightMax of one endpoint
 * @param operationsMax under way and waiting
 * @param operationBytesMax of the operations under way and waiting
 * @param batchOperationsMax of one request
 * @param batchBytesMax of one request with more than one operation
 */
public record TransportSettings(
        Duration timeout,
        Duration connectTimeout,
        int requestsInFlightMax,
        int operationsMax,
        long operationBytesMax,
        int batchOperationsMax,
        int batchBytesMax) {

    /** Every setting as it is by default. */
    public static final TransportSettings STANDARD = new SettingValues(key -> null).transport();
}
