package io.concord.jcache.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every setting of the client with its default, its bounds and why one would change it; the one place that knows them. The
 * table for people is {@code docs/client-configuration.md}; a test keeps the two equal.
 */
public enum ClientKey {
    ENDPOINTS(
            "concord.client.endpoints",
            "where the cluster is: `concord://h1:9443,h2:9443/`, `concord+http://h1:9080/`, or a list of `https://` and"
                    + " `http://` addresses"),
    TOKEN("concord.client.token", "the bearer token itself; prefer a file or a supplier, which can renew it"),
    TOKEN_FILE(
            "concord.client.token-file",
            "a file that holds the token, alone or as a line `Authorization: Bearer …`; read again when it changes"),
    TOKEN_SUPPLIER(
            "concord.client.token-supplier",
            "a `TokenSupplier`: the object itself in the properties, or the name of its class"),
    TRUSTSTORE(
            "concord.client.tls.truststore",
            "whom to trust: a PEM file of certificates, or a key store; without it, those that the JDK trusts"),
    TRUSTSTORE_TYPE("concord.client.tls.truststore-type", "`PEM`, `PKCS12` or `JKS`; by default as the name ends"),
    TRUSTSTORE_PASSWORD("concord.client.tls.truststore-password", "opens the truststore"),
    KEYSTORE(
            "concord.client.tls.keystore", "a key store with the client's own certificate, if the cluster asks for it"),
    KEYSTORE_TYPE("concord.client.tls.keystore-type", "`PKCS12` or `JKS`; by default as the name ends"),
    KEYSTORE_PASSWORD("concord.client.tls.keystore-password", "opens the key store and the key in it"),
    TIMEOUT_MILLIS(
            "concord.client.timeout-millis", 5_000, 1, 60_000, "how long an operation may take, with all retries"),
    CONNECT_TIMEOUT_MILLIS(
            "concord.client.connect-timeout-millis", 1_000, 1, 60_000, "how long one endpoint may take to be reached"),
    REQUESTS_IN_FLIGHT_MAX(
            "concord.client.requests-in-flight-max",
            2,
            1,
            64,
            "requests that an endpoint is sent at once; what comes meanwhile waits and goes together: more make smaller"
                    + " batches, which cost more and hide a slow network"),
    OPERATIONS_MAX(
            "concord.client.operations-max",
            10_000,
            1,
            1_000_000,
            "operations under way and waiting; one more fails at once"),
    OPERATION_BYTES_MAX(
            "concord.client.operation-bytes-max",
            67_108_864,
            1_024,
            Integer.MAX_VALUE,
            "bytes of keys and values under way and waiting; more fails at once"),
    BATCH_OPERATIONS_MAX(
            "concord.client.batch-operations-max",
            500,
            1,
            4_096,
            "operations in one request; the servers' limit is `concord.limits.batch-operations-max`"),
    BATCH_BYTES_MAX(
            "concord.client.batch-bytes-max",
            1_048_576,
            1_024,
            64 * 1_048_576,
            "bytes of one request, unless it has a single operation; the servers' limit is `concord.limits.batch-bytes-max`"),
    SERIAL_FILTER(
            "concord.client.serial-filter",
            "classes that Java serialization may read besides the declared types and the value types of the JDK, such as"
                    + " `com.acme.**;!com.acme.internal.*`"),
    VALUE_FORMAT_PROVIDER(
            "concord.client.value-format-provider",
            "the class name of a `ValueFormatProvider`, for values in a format of the application's; by default the one that"
                    + " `ServiceLoader` finds"),
    UNDECODABLE(
            "concord.client.undecodable",
            "what an entry that this version of the application cannot decode is: an `error`, the default, or a `miss`, as if there were none"),
    NEAR_CACHE(
            "concord.client.near-cache",
            "what `get` may find in the client's own memory: nothing (`off`, the default); values that the cluster says are"
                    + " unchanged (`validated`: linearizable, saves bytes); or values that were true within a bound of time"
                    + " (`bounded`: saves requests)"),
    NEAR_CACHE_STALENESS_MILLIS(
            "concord.client.near-cache-staleness-millis",
            20_000,
            1,
            3_600_000,
            "the bound; a few times the servers' `concord.watch.progress-millis`, or little is found in memory"),
    NEAR_CACHE_ENTRIES_MAX(
            "concord.client.near-cache-entries-max",
            10_000,
            1,
            10_000_000,
            "entries that each cache keeps in memory; what was used least recently makes room"),
    NEAR_CACHE_BYTES_MAX(
            "concord.client.near-cache-bytes-max",
            67_108_864,
            1_024,
            Integer.MAX_VALUE,
            "bytes of keys and values that each cache keeps in memory, about");

    /** The names that {@code concord dev env} gives. */
    private static final String ENDPOINTS_VARIABLE = "CONCORD_ENDPOINTS";

    private static final String TOKEN_VARIABLE = "CONCORD_TOKEN";

    private final String key;
    private final long standard;
    private final long min;
    private final long max;
    private final String why;

    /** A text, which has no default. */
    ClientKey(String key, String why) {
        this(key, 0, 0, 0, why);
    }

    /** A number with its default and bounds. */
    ClientKey(String key, long standard, long min, long max, String why) {
        this.key = key;
        this.standard = standard;
        this.min = min;
        this.max = max;
        this.why = why;
    }

    /** The key as a property, such as {@code concord.client.timeout-millis}. */
    public String key() {
        return key;
    }

    /** The variables that set it, the first that is there; {@code CONCORD_CLIENT_TIMEOUT_MILLIS} of this example. */
    public List<String> variables() {
        var own = environmentName(key);
        return switch (this) {
            case ENDPOINTS -> List.of(own, ENDPOINTS_VARIABLE);
            case TOKEN -> List.of(own, TOKEN_VARIABLE);
            default -> List.of(own);
        };
    }

    /** The default of a number; empty where there is none. */
    public Optional<Long> standard() {
        return max == 0 ? Optional.empty() : Optional.of(standard);
    }

    /** What it is and why one would change it, for {@code docs/client-configuration.md}. */
    public String why() {
        return why;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    /** Whether its value is never shown. */
    boolean secret() {
        return this == TOKEN || this == TRUSTSTORE_PASSWORD || this == KEYSTORE_PASSWORD;
    }

    static Stream<ClientKey> all() {
        return Arrays.stream(values());
    }

    private static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
