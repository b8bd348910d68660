package io.concord.server.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every configuration key of a node with its default; the one place that knows them. The commented list for operators
 * is {@code concord.properties.example} beside {@code server.xml}; a test keeps the two equal.
 */
public enum ConfigKey {
    NODE_ID("concord.node.id", null),
    CLUSTER_NAME("concord.cluster.name", "concord"),
    CLUSTER_MEMBERS("concord.cluster.members", null),
    CLUSTER_BOOTSTRAP("concord.cluster.bootstrap", "false"),
    CLUSTER_HOST("concord.cluster.host", null),
    CLUSTER_PORT("concord.cluster.port", "7800"),
    CLUSTER_DISCOVERY("concord.cluster.discovery", "static"),
    CLUSTER_DNS_QUERY("concord.cluster.dns.query", null),
    CLUSTER_DNS_RECORD_TYPE("concord.cluster.dns.record-type", "A"),
    CLUSTER_DNS_SERVER("concord.cluster.dns.server", null),
    CLUSTER_TLS_KEYSTORE("concord.cluster.tls.keystore", null),
    CLUSTER_TLS_KEYSTORE_PASSWORD("concord.cluster.tls.keystore-password", null),
    CLUSTER_TLS_TRUSTSTORE("concord.cluster.tls.truststore", null),
    CLUSTER_TLS_TRUSTSTORE_PASSWORD("concord.cluster.tls.truststore-password", null),
    DATA_DIR("concord.data.dir", null),
    AUTH_ENABLED("concord.auth.enabled", "true"),
    AUTH_CLOCK_SKEW_SECONDS("concord.auth.clock-skew-seconds", "30"),
    AUTH_TOKEN_AGE_SECONDS_MAX("concord.auth.token-age-seconds-max", "0"),
    AUTH_TOKEN_LIFETIME_SECONDS_MAX("concord.auth.token-lifetime-seconds-max", "2678400"),
    TOKENS_SECRET("concord.tokens.secret", null),
    TOKENS_SECRET_FILE("concord.tokens.secret-file", null),
    HTTP_HOST("concord.http.host", "127.0.0.1"),
    HTTP_PORT("concord.http.port", "9080"),
    HTTP_PLAIN_ALLOWED("concord.http.plain-allowed", "false"),
    HTTP_READ_TIMEOUT_MILLIS("concord.http.read-timeout-millis", "30000"),
    HTTP_BODY_TIMEOUT_MILLIS("concord.http.body-timeout-millis", "60000"),
    HTTP_WRITE_TIMEOUT_MILLIS("concord.http.write-timeout-millis", "30000"),
    HTTPS_HOST("concord.https.host", "127.0.0.1"),
    HTTPS_PORT("concord.https.port", "9443"),
    HTTPS_KEYSTORE("concord.https.keystore", null),
    HTTPS_KEYSTORE_PASSWORD("concord.https.keystore-password", null),
    HTTPS_CERTIFICATE("concord.https.certificate", null),
    HTTPS_KEY("concord.https.key", null),
    HTTPS_RELOAD_MILLIS("concord.https.reload-millis", "5000"),
    HTTPS_CLIENT_AUTHENTICATION("concord.https.client-authentication", "none"),
    HTTPS_CLIENT_AUTHORITIES("concord.https.client-authorities", null),
    HTTPS_CLIENT_SUBJECT("concord.https.client-subject", "cn"),
    HTTPS_CLIENT_GROUPS("concord.https.client-groups", null),
    LOG_CONSOLE_FORMAT("concord.log.console-format", "json"),
    METRICS_ROLE("concord.metrics.role", "concord-reader"),
    OPENAPI_ROLE("concord.openapi.role", "concord-reader"),
    VALUE_BYTES_MAX("concord.limits.value-bytes-max", "1048576"),
    TRANSACTION_OPERATIONS_MAX("concord.limits.transaction-operations-max", "512"),
    TRANSACTION_BYTES_MAX("concord.limits.transaction-bytes-max", "4194304"),
    BATCH_OPERATIONS_MAX("concord.limits.batch-operations-max", "1000"),
    BATCH_BYTES_MAX("concord.limits.batch-bytes-max", "4194304"),
    HEAP_PERCENT_MAX("concord.limits.heap-percent-max", "60"),
    STORE_BYTES_MAX("concord.limits.store-bytes-max", "0"),
    REQUESTS_IN_FLIGHT_MAX("concord.limits.requests-in-flight-max", "4096"),
    WATCHERS_MAX("concord.limits.watchers-max", "5000"),
    REQUESTS_PER_SECOND("concord.limits.requests-per-second", "0"),
    BYTES_PER_SECOND("concord.limits.bytes-per-second", "0"),
    BURST_SECONDS("concord.limits.burst-seconds", "2"),
    WATCHERS_PER_IDENTITY_MAX("concord.limits.watchers-per-identity-max", "2500"),
    LEASES_PER_IDENTITY_MAX("concord.limits.leases-per-identity-max", "100000"),
    AUDIT_FILE("concord.audit.file", null),
    AUDIT_EVENTS("concord.audit.events", "admin"),
    AUDIT_FAIL_CLOSED("concord.audit.fail-closed", "true"),
    AUDIT_FILE_BYTES_MAX("concord.audit.file-bytes-max", "67108864"),
    AUDIT_FILE_HOURS_MAX("concord.audit.file-hours-max", "24"),
    AUDIT_FILES_MAX("concord.audit.files-max", "30"),
    REQUEST_TIMEOUT_MILLIS("concord.request.timeout-millis", "5000"),
    REQUEST_TIMEOUT_MILLIS_MAX("concord.request.timeout-millis-max", "60000"),
    REQUEST_SLOW_MILLIS("concord.request.slow-millis", "1000"),
    WATCH_PROGRESS_MILLIS("concord.watch.progress-millis", "5000"),
    RAFT_STACK("concord.raft.stack", null),
    RAFT_ELECTION_TIMEOUT_MILLIS("concord.raft.election-timeout-millis", "1000"),
    RAFT_FAILURE_TIMEOUT_MILLIS("concord.raft.failure-timeout-millis", "2000"),
    RAFT_READ_BARRIER("concord.raft.read-barrier", "read-index"),
    RAFT_SNAPSHOT_LOG_BYTES("concord.raft.snapshot-log-bytes", "67108864"),
    READY_LAG_ENTRIES_MAX("concord.health.ready-lag-entries-max", "10000");

    private final String key;
    private final @Nullable String defaultValue;

    ConfigKey(String key, @Nullable String defaultValue) {
        this.key = key;
        this.defaultValue = defaultValue;
    }

    /** The key as MicroProfile Config knows it. */
    public String key() {
        return key;
    }

    /** The default; empty when the key must be set, or is one of a group that may be left out. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** The key as an environment variable, such as {@code CONCORD_NODE_ID}. */
    public String environmentName() {
        return environmentName(key);
    }

    static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
