package io.concord.server.config;

import io.concord.core.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/**
 * Reads the whole configuration from MicroProfile Config in one pass and reports everything that is wrong with it
 * together.
 */
public final class ConfigReader {
    private static final String ID_RULE = "letters, digits, '.', '_' and '-', at most 63";

    /** The largest that fits into the server's limit for bodies (server.xml) with room to spare. */
    private static final int VALUE_BYTES_MAX = 8 << 20;

    /** Its body in JSON may be three times as large, and still fits. */
    private static final int TRANSACTION_BYTES_MAX = 5 << 20;

    /** An entry of the log has room for it, and the server's limit for bodies too. */
    private static final int BATCH_BYTES_MAX = 8 << 20;

    /** A token in a nanosecond: no bucket is filled faster. */
    private static final long PER_SECOND_MAX = 1_000_000_000;

    private static final List<String> AUDIT_EVENTS = List.of("admin", "writes", "reads");

    private final ConfigValues values;

    private ConfigReader(Config config) {
        this.values = new ConfigValues(config);
    }

    /**
     * Reads and validates.
     *
     * @throws InvalidConfigurationException naming every problem
     */
    public static NodeConfig read(Config config) {
        return new ConfigReader(config).read();
    }

    private NodeConfig read() {
        UnknownKeys.report(values);
        var nodeId = id(ConfigKey.NODE_ID);
        var timeoutMillisMax = values.number(ConfigKey.REQUEST_TIMEOUT_MILLIS_MAX, 100, 600_000);
        checkServerVariables();
        var discovery = new DiscoveryReader(values).read();
        var members = MemberList.read(values, nodeId, discovery);
        var node = new NodeConfig(
                nodeId,
                id(ConfigKey.CLUSTER_NAME),
                members,
                values.bool(ConfigKey.CLUSTER_BOOTSTRAP),
                tls(nodeId, members, discovery),
                new HttpsReader(values).read(),
                dataDir(),
                new AccessReader(values).read(),
                limits(),
                (int) values.number(ConfigKey.REQUESTS_IN_FLIGHT_MAX, 1, 30_000),
                (int) values.number(ConfigKey.WATCHERS_MAX, 0, 100_000),
                Duration.ofMillis(values.number(ConfigKey.WATCH_PROGRESS_MILLIS, 100, 60_000)),
                Duration.ofMillis(values.number(ConfigKey.REQUEST_TIMEOUT_MILLIS, 10, timeoutMillisMax)),
                Duration.ofMillis(timeoutMillisMax),
                Duration.ofMillis(values.number(ConfigKey.REQUEST_SLOW_MILLIS, 0, 600_000)),
                raft(discovery),
                values.number(ConfigKey.READY_LAG_ENTRIES_MAX, 1, Integer.MAX_VALUE),
                identityLimits(),
                audit());
        if (!values.problems().isEmpty()) {
            throw new InvalidConfigurationException(values.problems());
        }
        return node;
    }

    private LimitSettings limits() {
        return new LimitSettings(
                (int) values.number(ConfigKey.VALUE_BYTES_MAX, 1, VALUE_BYTES_MAX),
                (int) values.number(ConfigKey.TRANSACTION_OPERATIONS_MAX, 1, Limits.TRANSACTION_STEPS_MAX),
                (int) values.number(ConfigKey.TRANSACTION_BYTES_MAX, 1, TRANSACTION_BYTES_MAX),
                (int) values.number(ConfigKey.BATCH_OPERATIONS_MAX, 1, Limits.BATCH_WRITES_MAX),
                (int) values.number(ConfigKey.BATCH_BYTES_MAX, 1, BATCH_BYTES_MAX),
                (int) values.number(ConfigKey.HEAP_PERCENT_MAX, 1, 90),
                values.number(ConfigKey.STORE_BYTES_MAX, 0, Long.MAX_VALUE));
    }

    private IdentityLimits identityLimits() {
        return new IdentityLimits(
                values.number(ConfigKey.REQUESTS_PER_SECOND, 0, PER_SECOND_MAX),
                values.number(ConfigKey.BYTES_PER_SECOND, 0, PER_SECOND_MAX),
                (int) values.number(ConfigKey.BURST_SECONDS, 1, 3_600),
                (int) values.number(ConfigKey.WATCHERS_PER_IDENTITY_MAX, 0, 100_000),
                (int) values.number(ConfigKey.LEASES_PER_IDENTITY_MAX, 0, Limits.LEASES_MAX));
    }

    private AuditConfig audit() {
        return new AuditConfig(
                auditFile(),
                auditEvents(),
                values.bool(ConfigKey.AUDIT_FAIL_CLOSED),
                values.number(ConfigKey.AUDIT_FILE_BYTES_MAX, 1 << 16, Integer.MAX_VALUE),
                Duration.ofHours(values.number(ConfigKey.AUDIT_FILE_HOURS_MAX, 1, 24 * 366)),
                (int) values.number(ConfigKey.AUDIT_FILES_MAX, 1, 100_000));
    }

    private Path auditFile() {
        var text = values.value(ConfigKey.AUDIT_FILE);
        var file = Path.of(text).toAbsolutePath().normalize();
        var directory = file.getParent();
        if (!text.isEmpty() && (directory == null || Files.isDirectory(file) || !writable(directory))) {
            values.problem(ConfigKey.AUDIT_FILE, text, "it must be a file that the server may write, or create");
        }
        return file;
    }

    private Set<String> auditEvents() {
        var text = values.value(ConfigKey.AUDIT_EVENTS);
        var events = new TreeSet<String>();
        for (var event : text.split(",", -1)) {
            if (!AUDIT_EVENTS.contains(event.trim())) {
                values.problem(ConfigKey.AUDIT_EVENTS, text, "it is a list of " + String.join(", ", AUDIT_EVENTS));
            }
            events.add(event.trim());
        }
        return events;
    }

    private RaftSettings raft(Discovery discovery) {
        return new RaftSettings(
                stack(),
                discovery,
                Duration.ofMillis(values.number(ConfigKey.RAFT_ELECTION_TIMEOUT_MILLIS, 200, 60_000)),
                Duration.ofMillis(values.number(ConfigKey.RAFT_FAILURE_TIMEOUT_MILLIS, 500, 60_000)),
                values.number(ConfigKey.RAFT_SNAPSHOT_LOG_BYTES, 1 << 20, Integer.MAX_VALUE),
                readBarrier());
    }

    private Optional<ClusterTls> tls(String nodeId, List<Member> members, Discovery discovery) {
        var reader = new ClusterTlsReader(values);
        members.stream()
                .filter(member -> member.id().equals(nodeId))
                .forEach(self -> ClusterPortRule.check(self, reader.isWanted(), discovery, values));
        return reader.read();
    }

    private ReadBarrier readBarrier() {
        var text = values.value(ConfigKey.RAFT_READ_BARRIER);
        for (var barrier : ReadBarrier.values()) {
            if (barrier.text().equals(text)) {
                return barrier;
            }
        }
        values.problem(ConfigKey.RAFT_READ_BARRIER, text, "it is read-index or log");
        return ReadBarrier.READ_INDEX;
    }

    private String id(ConfigKey key) {
        return values.text(key, ID_RULE, MemberList.ID.asMatchPredicate());
    }

    /** Open Liberty reads these from server.xml; a bad one would only show as a port that nobody listens on. */
    private void checkServerVariables() {
        values.number(ConfigKey.HTTP_READ_TIMEOUT_MILLIS, 100, 600_000);
        values.number(ConfigKey.HTTP_WRITE_TIMEOUT_MILLIS, 100, 600_000);
        values.choice(ConfigKey.LOG_CONSOLE_FORMAT, List.of("json", "simple"));
    }

    private Path dataDir() {
        var text = values.value(ConfigKey.DATA_DIR);
        if (text.isEmpty()) {
            return Path.of("");
        }
        var directory = Path.of(text).toAbsolutePath().normalize();
        var temporary =
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        if (directory.startsWith(temporary)) {
            values.problem(ConfigKey.DATA_DIR, text, "data must outlive a restart: not under the temporary directory");
        } else if (!writable(directory)) {
            values.problem(ConfigKey.DATA_DIR, text, "it must be a directory that the server may write to, or create");
        }
        return directory;
    }

    private static boolean writable(Path directory) {
        try {
            Files.createDirectories(directory);
            return Files.isWritable(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private Path stack() {
        var text = values.value(ConfigKey.RAFT_STACK);
        var file = Path.of(text);
        if (!text.isEmpty() && !Files.isReadable(file)) {
            values.problem(ConfigKey.RAFT_STACK, text, "it must be a readable JGroups stack");
        }
        return file;
    }
}
