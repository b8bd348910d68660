package io.concord.spring.boot;

import io.concord.jcache.api.TokenSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the cluster is and who asks. A bean of the application's, or of a service connection, takes the place of the properties
 * {@code concord.client.endpoints}, {@code token…} and {@code tls.…}; the others hold all the same. What is null here is read from the
 * environment and {@code concord.properties}, as the client does by itself.
 */
public interface ConcordConnectionDetails extends ConnectionDetails {
    /** The addresses, as {@code concord.client.endpoints} has them. */
    @Nullable String getEndpoints();

    /** Where the token comes from; asked again when the cluster does not accept the last one. */
    default @Nullable TokenSupplier getTokenSupplier() {
        return null;
    }

    /** The path of the certificates to trust, PEM or a key store. */
    default @Nullable String getTruststore() {
        return null;
    }

    /** Opens the truststore, if it is a key store. */
    default @Nullable String getTruststorePassword() {
        return null;
    }
}
