package io.concord.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads {@code concord.cluster.tls.…}: all four settings or none, and only stores with which TLS will work. */
final class ClusterTlsReader {
    private static final List<ConfigKey> KEYS = List.of(
            ConfigKey.CLUSTER_TLS_KEYSTORE,
            ConfigKey.CLUSTER_TLS_KEYSTORE_PASSWORD,
            ConfigKey.CLUSTER_TLS_TRUSTSTORE,
            ConfigKey.CLUSTER_TLS_TRUSTSTORE_PASSWORD);

    private final ConfigValues values;

    ClusterTlsReader(ConfigValues values) {
        this.values = values;
    }

    /** Whether any of the settings is there. */
    boolean isWanted() {
        return KEYS.stream().anyMatch(this::isSet);
    }

    /** What is set; empty where nothing is, or where a part is missing, which is reported. */
    Optional<ClusterTls> read() {
        if (!isWanted()) {
            return Optional.empty();
        }
        var missing = KEYS.stream().filter(key -> !isSet(key)).toList();
        missing.forEach(this::reportMissing);
        if (!missing.isEmpty()) {
            return Optional.empty();
        }
        var tls = new ClusterTls(
                file(ConfigKey.CLUSTER_TLS_KEYSTORE),
                text(ConfigKey.CLUSTER_TLS_KEYSTORE_PASSWORD),
                file(ConfigKey.CLUSTER_TLS_TRUSTSTORE),
                text(ConfigKey.CLUSTER_TLS_TRUSTSTORE_PASSWORD));
        new CertificateStores(tls, values).check();
        return Optional.of(tls);
    }

    /** The settings' names, for whoever is told to set them. */
    static String keys() {
        return KEYS.stream().map(ConfigKey::key).collect(Collectors.joining(", "));
    }

    private void reportMissing(ConfigKey key) {
        values.problems()
                .add(key.key() + " is not set, but other settings of the same group are; TLS between the members needs "
                        + keys());
    }

    private boolean isSet(ConfigKey key) {
        return values.optional(key.key()).isPresent();
    }

    /** Not trimmed: a blank may be part of a password. */
    private String text(ConfigKey key) {
        return values.optional(key.key()).orElseThrow();
    }

    private Path file(ConfigKey key) {
        return Path.of(text(key).trim()).toAbsolutePath().normalize();
    }
}
