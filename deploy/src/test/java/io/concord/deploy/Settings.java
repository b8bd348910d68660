package io.concord.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.server.config.ConfigKey;
import io.concord.server.config.ConfigReader;
import io.concord.server.config.NodeConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The environment of a node, judged by the product's own reader of its configuration. */
final class Settings {
    /** What is not Concord's and still means something to the server or to the start script. */
    private static final Set<String> OTHERS = Set.of(
            "MP_JWT_VERIFY_ISSUER",
            "MP_JWT_VERIFY_AUDIENCES",
            "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
            "WLP_HOME",
            "WLP_OUTPUT_DIR",
            "LOG_DIR",
            "JAVA_HOME",
            "JVM_ARGS");

    private Settings() {}

    /** Every variable is one of the product; {@code _FILE} is the start script's, for passwords alone. */
    static void requireKnown(Map<String, String> environment) {
        var known = Arrays.stream(ConfigKey.values())
                .map(ConfigKey::environmentName)
                .collect(Collectors.toSet());
        known.stream()
                .filter(name -> name.endsWith("_PASSWORD"))
                .map(name -> name + "_FILE")
                .toList()
                .forEach(known::add);
        known.addAll(OTHERS);
        assertThat(known).containsAll(environment.keySet());
    }

    /**
     * What a node makes of its environment. What depends on the machine is replaced: hosts by loopback, which needs no
     * certificates, and files by some that are here.
     */
    static NodeConfig read(Map<String, String> environment) {
        requireKnown(environment);
        var here = new HashMap<>(environment);
        here.keySet().removeIf(name -> name.contains("_TLS_") || name.startsWith("CONCORD_HTTPS_"));
        here.computeIfPresent(
                "CONCORD_CLUSTER_MEMBERS", (name, members) -> members.replaceAll("=[^:,]+:", "=127.0.0.1:"));
        here.computeIfPresent("CONCORD_CLUSTER_HOST", (name, host) -> "127.0.0.1");
        here.put(
                "CONCORD_AUDIT_FILE",
                Project.DEPLOY.resolve("target/audit.jsonl").toString());
        here.put("CONCORD_DATA_DIR", Project.DEPLOY.resolve("target/data").toString());
        here.put(
                "CONCORD_RAFT_STACK",
                Project.SERVER_XML.resolveSibling("concord-stack.xml").toString());
        here.computeIfPresent(
                "MP_JWT_VERIFY_ISSUER", (name, issuer) -> issuer.isBlank() ? "https://i.example" : issuer);
        here.computeIfPresent(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", (name, place) -> place.isBlank() ? "file:/key.pem" : place);
        return ConfigReader.read(new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(here, 300))
                .build());
    }
}
