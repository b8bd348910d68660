package io.concord.spring.boot;

import org.jspecify.annotations.Nullable;

/** The connection that {@code concord.client.*} describes, and the environment where that says nothing. */
record PropertiesConnectionDetails(ConcordClientProperties properties) implements ConcordConnectionDetails {
    @Override
    public @Nullable String getEndpoints() {
        return properties.endpoints();
    }

    @Override
    public @Nullable String getTruststore() {
        return properties.tls().truststore();
    }

    @Override
    public @Nullable String getTruststorePassword() {
        return properties.tls().truststorePassword();
    }
}
