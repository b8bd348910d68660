package io.concord.spring.boot;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which component of {@link ConcordClientProperties} is which key of the client's. */
final class ClientKeys {
    private static final Map<String, Function<ConcordClientProperties, @Nullable Object>> COMPONENTS = Map.ofEntries(
            entry("endpoints", ConcordClientProperties::endpoints),
            entry("token", ConcordClientProperties::token),
            entry("token-file", ConcordClientProperties::tokenFile),
            entry("token-supplier", ConcordClientProperties::tokenSupplier),
            entry("tls.truststore", given -> given.tls().truststore()),
            entry("tls.truststore-type", given -> given.tls().truststoreType()),
            entry("tls.truststore-password", given -> given.tls().truststorePassword()),
            entry("tls.keystore", given -> given.tls().keystore()),
            entry("tls.keystore-type", given -> given.tls().keystoreType()),
            entry("tls.keystore-password", given -> given.tls().keystorePassword()),
            entry("timeout-millis", ConcordClientProperties::timeoutMillis),
            entry("connect-timeout-millis", ConcordClientProperties::connectTimeoutMillis),
            entry("requests-in-flight-max", ConcordClientProperties::requestsInFlightMax),
            entry("operations-max", ConcordClientProperties::operationsMax),
            entry("operation-bytes-max", ConcordClientProperties::operationBytesMax),
            entry("batch-operations-max", ConcordClientProperties::batchOperationsMax),
            entry("batch-bytes-max", ConcordClientProperties::batchBytesMax),
            entry("serial-filter", ConcordClientProperties::serialFilter),
            entry("value-format-provider", ConcordClientProperties::valueFormatProvider),
            entry("undecodable", ConcordClientProperties::undecodable),
            entry("near-cache", ConcordClientProperties::nearCache),
            entry("near-cache-staleness-millis", ConcordClientProperties::nearCacheStalenessMillis),
            entry("near-cache-entries-max", ConcordClientProperties::nearCacheEntriesMax),
            entry("near-cache-bytes-max", ConcordClientProperties::nearCacheBytesMax));

    private ClientKeys() {}

    /** The keys that the properties have. */
    static Set<String> all() {
        return COMPONENTS.keySet().stream().map(ClientKeys::key).collect(Collectors.toUnmodifiableSet());
    }

    /** What is set, as the client takes it. */
    static Properties settings(ConcordClientProperties properties) {
        var settings = new Properties();
        COMPONENTS.forEach((name, component) -> {
            var value = component.apply(properties);
            if (value != null) {
                settings.put(key(name), value.toString());
            }
        });
        return settings;
    }

    private static String key(String name) {
        return ConcordClientProperties.PREFIX + "." + name;
    }
}
