package io.concord.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the client under its own names; what is not set the client reads from the environment,
 * {@code concord.properties}, and its defaults. The client checks the values.
 *
 * @param endpoints Where the cluster is: 'concord://h1:9443,h2:9443/', 'concord+http://h1:9080/', or a list of addresses.
 * @param token Bearer token itself; prefer a file or a supplier, which can renew it.
 * @param tokenFile File that holds the token; read again when it changes.
 * @param tokenSupplier Class name of a TokenSupplier.
 * @param tls Whom to trust, and the client's own certificate.
 * @param timeoutMillis How long an operation may take, with all retries, in milliseconds.
 * @param connectTimeoutMillis How long one endpoint may take to be reached, in milliseconds.
 * @param requestsInFlightMax Requests that an endpoint is sent at once.
 * @param operationsMax Operations under way and waiting; one more fails at once.
 * @param operationBytesMax Bytes of keys and values under way and waiting; more fails at once.
 * @param batchOperationsMax Operations in one request.
 * @param batchBytesMax Bytes of one request, unless it has a single operation.
 * @param serialFilter Classes that Java serialization may read, such as 'com.acme.**;!com.acme.internal.*'.
 * @param valueFormatProvider Class name of a ValueFormatProvider, for values in a format of the application's.
 * @param undecodable What an entry is that this version of the application cannot decode.
 * @param nearCache What reads may find in the client's own memory.
 * @param nearCacheStalenessMillis How old a value of a bounded near cache may be, in milliseconds.
 * @param nearCacheEntriesMax Entries that each cache keeps in memory.
 * @param nearCacheBytesMax Bytes of keys and values that each cache keeps in memory, about.
 */
// Justification: so many components, because each is a key and Boot binds one to each.
@ConfigurationProperties(ConcordClientProperties.PREFIX)
public record ConcordClientProperties(
        @Nullable String endpoints,
        @Nullable String token,
        @Nullable String tokenFile,
        @Nullable String tokenSupplier,
        @DefaultValue Tls tls,
        @Nullable Long timeoutMillis,
        @Nullable Long connectTimeoutMillis,
        @Nullable Long requestsInFlightMax,
        @Nullable Long operationsMax,
        @Nullable Long operationBytesMax,
        @Nullable Long batchOperationsMax,
        @Nullable Long batchBytesMax,
        @Nullable String serialFilter,
        @Nullable String valueFormatProvider,
        @Nullable String undecodable,
        @Nullable String nearCache,
        @Nullable Long nearCacheStalenessMillis,
        @Nullable Long nearCacheEntriesMax,
        @Nullable Long nearCacheBytesMax) {
    static final String PREFIX = "concord.client";

    /**
     * How TLS is spoken.
     *
     * @param truststore Whom to trust: a PEM file of certificates, or a key store. Without it, those that the JDK trusts.
     * @param truststoreType PEM, PKCS12 or JKS; by default as the name ends.
     * @param truststorePassword Opens the truststore.
     * @param keystore Key store with the client's own certificate, if the cluster asks for it.
     * @param keystoreType PKCS12 or JKS; by default as the name ends.
     * @param keystorePassword Opens the key store and the key in it.
     */
    public record Tls(
            @Nullable String truststore,
            @Nullable String truststoreType,
            @Nullable String truststorePassword,
            @Nullable String keystore,
            @Nullable String keystoreType,
            @Nullable String keystorePassword) {
        /** Without the passwords. */
        @Override
        public String toString() {
            return "Tls[truststore=" + truststore + ", keystore=" + keystore + "]";
        }
    }

    /** Without the token and the passwords. */
    @Override
    public String toString() {
        return "ConcordClientProperties[endpoints=" + endpoints + ", tls=" + tls + "]";
    }
}
