package io.concord.spring.boot;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The settings that the client gets, whichever way it is opened: the properties, with the connection details over them. */
record ClientConnection(ConcordClientProperties properties, ConcordConnectionDetails details, UnknownSettings unknown) {
    Properties settings() {
        var settings = ClientKeys.settings(properties);
        if (!(details instanceof PropertiesConnectionDetails)) {
            settings.keySet().removeIf(key -> isOfConnection(key.toString()));
            put(settings, "endpoints", details.getEndpoints());
            put(settings, "token-supplier", details.getTokenSupplier());
            put(settings, "tls.truststore", details.getTruststore());
            put(settings, "tls.truststore-password", details.getTruststorePassword());
        }
        unknown.settings().forEach(settings::putIfAbsent);
        return settings;
    }

    private static boolean isOfConnection(String key) {
        var name = key.substring(ConcordClientProperties.PREFIX.length() + 1);
        return name.equals("endpoints") || name.startsWith("token") || name.startsWith("tls.");
    }

    private static void put(Properties settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.put(ConcordClientProperties.PREFIX + "." + name, value);
        }
    }

    @Override
    public String toString() {
        return "ClientConnection[" + details.getClass().getSimpleName() + "]";
    }
}
