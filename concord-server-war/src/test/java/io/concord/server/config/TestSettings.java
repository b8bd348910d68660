package io.concord.server.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of a node as an operator gives them, read by a real MicroProfile Config. */
public final class TestSettings {
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    /**
     * Those that name files, and nothing else.
     *
     * @param directory where they are; not the temporary one, which the reader refuses
     */
    public TestSettings(Path directory) {
        try {
            Files.createDirectories(directory);
            var stack = Files.writeString(directory.resolve("stack.xml"), "<config/>");
            properties.put("concord.data.dir", directory.resolve("data").toString());
            properties.put("concord.raft.stack", stack.toString());
            properties.put(
                    "concord.audit.file", directory.resolve("audit.jsonl").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By the names of the settings; to be changed. */
    public Map<String, String> properties() {
        return properties;
    }

    /** By the names of variables; to be changed. */
    public Map<String, String> environment() {
        return environment;
    }

    public NodeConfig read() {
        return ConfigReader.read(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withSources(new EnvConfigSource(environment, 300))
                .build());
    }

    /** Why they are refused. */
    public List<String> problems() {
        return catchThrowableOfType(InvalidConfigurationException.class, this::read)
                .problems();
    }
}
