package io.concord.server.config;

import io.concord.core.model.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private static final List<String> JWT_KEYS = List.of("mp.jwt.verify.issuer", "mp.jwt.verify.audiences");
    private static final List<String> JWT_KEY_LOCATIONS =
            List.of("mp.jwt.verify.publickey.location", "mp.jwt.verify.publickey");

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
        var members = MemberList.read(values, nodeId);
        var node = new NodeConfig(
                nodeId,
                id(ConfigKey.CLUSTER_NAME),
                members,
                values.bool(ConfigKey.CLUSTER_BOOTSTRAP),
                tls(nodeId, members),
                new HttpsReader(values).read(),
                dataDir(),
                authEnabled(),
                limits(),
                (int) values.number(ConfigKey.REQUESTS_IN_FLIGHT_MAX, 1, 30_000),
                (int) values.number(ConfigKey.WATCHERS_MAX, 0, 100_000),
                Duration.ofMillis(values.number(ConfigKey.WATCH_PROGRESS_MILLIS, 100, 60_000)),
                Duration.ofMillis(values.number(ConfigKey.REQUEST_TIMEOUT_MILLIS, 10, timeoutMillisMax)),
                Duration.ofMillis(timeoutMillisMax),
                raft(),
                values.number(ConfigKey.READY_LAG_ENTRIES_MAX, 1, Integer.MAX_VALUE));
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

    private RaftSettings raft() {
        return new RaftSettings(
                stack(),
                Duration.ofMillis(values.number(ConfigKey.RAFT_ELECTION_TIMEOUT_MILLIS, 200, 60_000)),
                Duration.ofMillis(values.number(ConfigKey.RAFT_FAILURE_TIMEOUT_MILLIS, 500, 60_000)),
                values.number(ConfigKey.RAFT_SNAPSHOT_LOG_BYTES, 1 << 20, Integer.MAX_VALUE),
                readBarrier());
    }

    private Optional<ClusterTls> tls(String nodeId, List<Member> members) {
        var reader = new ClusterTlsReader(values);
        if (!reader.isWanted()) {
            members.stream()
                    .filter(member -> member.id().equals(nodeId))
                    .forEach(self -> ClusterPortRule.check(self, values));
        }
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

    private boolean authEnabled() {
        var enabled = values.bool(ConfigKey.AUTH_ENABLED);
        if (enabled) {
            requireTokenVerification();
        }
        return enabled;
    }

    private void requireTokenVerification() {
        for (var key : JWT_KEYS) {
            if (values.optional(key).isEmpty()) {
                values.problems()
                        .add(key + " is not set; it is needed to verify tokens (or set " + ConfigKey.AUTH_ENABLED.key()
                                + "=false to let everybody do everything)");
            }
        }
        if (JWT_KEY_LOCATIONS.stream().allMatch(key -> values.optional(key).isEmpty())) {
            values.problems()
                    .add(String.join(" or ", JWT_KEY_LOCATIONS) + " is not set; it is needed to verify tokens");
        }
    }

    /** Open Liberty reads these from server.xml; a bad one would only show as a port that nobody listens on. */
    private void checkServerVariables() {
        values.number(ConfigKey.HTTP_READ_TIMEOUT_MILLIS, 100, 600_000);
        values.number(ConfigKey.HTTP_WRITE_TIMEOUT_MILLIS, 100, 600_000);
        values.bool(ConfigKey.METRICS_AUTHENTICATION);
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
