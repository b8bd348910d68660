package io.concord.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Reads the whole configuration from MicroProfile Config in one pass and reports everything that is wrong with it
 * together. Unknown {@code concord.*} keys are errors: a misspelt setting must not be a silent default.
 */
public final class ConfigReader {
    /** Variables of the command line and the client, which an operator's shell may hold while it starts a server. */
    private static final Set<String> CLIENT_VARIABLES =
            Set.of("CONCORD_ENDPOINTS", "CONCORD_TOKEN", "CONCORD_HOME", "CONCORD_DEBUG");

    private static final List<String> JWT_KEYS = List.of("mp.jwt.verify.issuer", "mp.jwt.verify.audiences");
    private static final List<String> JWT_KEY_LOCATIONS =
            List.of("mp.jwt.verify.publickey.location", "mp.jwt.verify.publickey");

    private static final Pattern NODE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern MEMBER = Pattern.compile("([^=]+)=(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]]+):(\\d{1,5})");

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    private ConfigReader(Config config) {
        this.config = config;
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
        refuseUnknownKeys();
        var nodeId =
                text(ConfigKey.NODE_ID, "letters, digits, '.', '_' and '-', at most 63", NODE_ID.asMatchPredicate());
        var members = members(nodeId);
        var authEnabled = bool(ConfigKey.AUTH_ENABLED);
        if (authEnabled) {
            requireTokenVerification();
        }
        checkHttpVariables();
        var requestTimeoutMax = number(ConfigKey.REQUEST_TIMEOUT_MILLIS_MAX, 100, 600_000);
        var node = new NodeConfig(
                nodeId,
                text(
                        ConfigKey.CLUSTER_NAME,
                        "letters, digits, '.', '_' and '-', at most 63",
                        NODE_ID.asMatchPredicate()),
                members,
                dataDir(),
                authEnabled,
                (int) number(ConfigKey.VALUE_BYTES_MAX, 1, 8 << 20),
                (int) number(ConfigKey.REQUESTS_IN_FLIGHT_MAX, 1, 30_000),
                Duration.ofMillis(number(ConfigKey.REQUEST_TIMEOUT_MILLIS, 10, Math.max(10, requestTimeoutMax))),
                Duration.ofMillis(requestTimeoutMax),
                stack(),
                Duration.ofMillis(number(ConfigKey.RAFT_FAILURE_TIMEOUT_MILLIS, 500, 60_000)),
                number(ConfigKey.RAFT_SNAPSHOT_LOG_BYTES, 1 << 20, Integer.MAX_VALUE),
                number(ConfigKey.READY_LAG_ENTRIES_MAX, 1, Integer.MAX_VALUE));
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        return node;
    }

    private void refuseUnknownKeys() {
        var names = new TreeSet<String>();
        config.getPropertyNames().forEach(names::add);
        for (var name : names) {
            if (name.startsWith("CONCORD_")) {
                refuseUnknown(name, ConfigKey::environmentName);
            } else if (name.startsWith("concord.") && !names.contains(ConfigKey.environmentName(name))) {
                // What an environment variable is also listed as, in lower case, is judged as that variable.
                refuseUnknown(name, ConfigKey::key);
            }
        }
    }

    private void refuseUnknown(String name, Function<ConfigKey, String> form) {
        var known = Arrays.stream(ConfigKey.values()).map(form).toList();
        if (known.contains(name) || CLIENT_VARIABLES.contains(name)) {
            return;
        }
        problems.add(name + " is not a setting of Concord"
                + Spelling.nearest(name, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("; see concord.properties.example for all of them"));
    }

    private List<Member> members(String nodeId) {
        var members = new ArrayList<Member>();
        for (var item : value(ConfigKey.CLUSTER_MEMBERS).split(",", -1)) {
            var matcher = MEMBER.matcher(item.trim());
            if (!matcher.matches() || !NODE_ID.matcher(matcher.group(1)).matches()) {
                problem(ConfigKey.CLUSTER_MEMBERS, item.trim(), "each member is id=host:port, separated by commas");
                return List.of();
            }
            var port = Integer.parseInt(matcher.group(3));
            if (port < 1 || port > 65_535 - Member.FAILURE_DETECTION_PORT_OFFSET) {
                problem(ConfigKey.CLUSTER_MEMBERS, item.trim(), "a cluster port is between 1 and 65435");
            }
            members.add(new Member(matcher.group(1), matcher.group(2), port));
        }
        if (members.stream().map(Member::id).distinct().count() < members.size()) {
            problem(ConfigKey.CLUSTER_MEMBERS, value(ConfigKey.CLUSTER_MEMBERS), "a member id stands in it once");
        }
        if (!nodeId.isEmpty()
                && members.stream().noneMatch(member -> member.id().equals(nodeId))) {
            problem(ConfigKey.NODE_ID, nodeId, "it must be one of the ids in " + ConfigKey.CLUSTER_MEMBERS.key());
        }
        return members;
    }

    private void requireTokenVerification() {
        for (var key : JWT_KEYS) {
            if (optional(key).isEmpty()) {
                problems.add(key + " is not set; it is needed to verify tokens (or set " + ConfigKey.AUTH_ENABLED.key()
                        + "=false to let everybody do everything)");
            }
        }
        if (JWT_KEY_LOCATIONS.stream().allMatch(key -> optional(key).isEmpty())) {
            problems.add(String.join(" or ", JWT_KEY_LOCATIONS) + " is not set; it is needed to verify tokens");
        }
    }

    /** Open Liberty reads these from server.xml; a bad one would only show as a port that nobody listens on. */
    private void checkHttpVariables() {
        number(ConfigKey.HTTP_PORT, -1, 65_535);
        number(ConfigKey.HTTPS_PORT, -1, 65_535);
        bool(ConfigKey.METRICS_AUTHENTICATION);
        value(ConfigKey.HTTP_HOST);
    }

    private Path dataDir() {
        var text = value(ConfigKey.DATA_DIR);
        if (text.isEmpty()) {
            return Path.of("");
        }
        var directory = Path.of(text).toAbsolutePath().normalize();
        var temporary =
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        if (directory.startsWith(temporary)) {
            problem(ConfigKey.DATA_DIR, text, "data must outlive a restart: not under the temporary directory");
        } else if (!writable(directory)) {
            problem(ConfigKey.DATA_DIR, text, "it must be a directory that the server may write to, or create");
        }
        return directory;
    }

    private static boolean writable(Path directory) {
        try {
            Files.createDirectories(directory);
            return Files.isWritable(directory);
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private Path stack() {
        var text = value(ConfigKey.RAFT_STACK);
        var file = Path.of(text);
        if (!text.isEmpty() && !Files.isReadable(file)) {
            problem(ConfigKey.RAFT_STACK, text, "it must be a readable JGroups stack");
        }
        return file;
    }

    private String text(ConfigKey key, String rule, Predicate<String> valid) {
        var text = value(key);
        if (!text.isEmpty() && !valid.test(text)) {
            problem(key, text, "allowed are " + rule);
        }
        return text;
    }

    private boolean bool(ConfigKey key) {
        var text = value(key);
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, text, "it is true or false");
        }
        return !text.equals("false");
    }

    private long number(ConfigKey key, long min, long max) {
        var text = value(key);
        try {
            var number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        problem(key, text, "it is a whole number between " + min + " and " + max);
        return min;
    }

    private String value(ConfigKey key) {
        var text = optional(key.key()).or(key::defaultValue);
        if (text.isEmpty()) {
            var missing = key.key() + " is not set (environment: " + key.environmentName() + ")";
            if (!problems.contains(missing)) {
                problems.add(missing);
            }
        }
        return text.orElse("").trim();
    }

    private Optional<String> optional(String key) {
        return config.getOptionalValue(key, String.class).filter(text -> !text.isBlank());
    }

    private void problem(ConfigKey key, String value, String rule) {
        problems.add(key.key() + " is '" + value + "'; " + rule);
    }
}
