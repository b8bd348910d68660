package io.concord.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Named clusters: a properties file with {@code NAME.endpoints}, {@code NAME.token}, {@code NAME.token-file} and
 * {@code NAME.ca-file}.
 *
 * @param file where it is, if there is one
 */
record ProfileFile(Path file, Map<String, String> values) {
    private static final Set<String> KEYS = Set.of("endpoints", "token", "token-file", "ca-file");

    static ProfileFile at(Map<String, String> environment) {
        var given = Optional.ofNullable(environment.get("CONCORD_PROFILES")).map(Path::of);
        var file = given.orElseGet(() -> standard(environment));
        if (given.isEmpty() && !Files.exists(file)) {
            return new ProfileFile(file, Map.of());
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw RemoteFailure.local("the profiles in " + file + " cannot be read: " + e, e);
        }
        var values = new HashMap<String, String>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return new ProfileFile(file, values).checked();
    }

    private static Path standard(Map<String, String> environment) {
        var home = directory(environment.get("XDG_CONFIG_HOME"))
                .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".config"));
        return home.resolve("concord").resolve("profiles.properties");
    }

    private static Optional<Path> directory(@Nullable String text) {
        return Optional.ofNullable(text).filter(path -> !path.isEmpty()).map(Path::of);
    }

    private ProfileFile checked() {
        for (var name : values.keySet()) {
            int dot = name.lastIndexOf('.');
            if (dot <= 0 || !KEYS.contains(name.substring(dot + 1))) {
                throw RemoteFailure.local("'" + name + "' in " + file + " is no setting of a profile; write NAME."
                        + String.join(", NAME.", new TreeSet<>(KEYS)));
            }
        }
        return this;
    }

    /** The settings of a profile; none where there is no such profile. */
    Map<String, String> find(String profile) {
        var found = new HashMap<String, String>();
        values.forEach((name, value) -> {
            int dot = name.lastIndexOf('.');
            if (name.substring(0, dot).equals(profile)) {
                found.put(name.substring(dot + 1), value.strip());
            }
        });
        return found;
    }

    /**
     * The settings of a profile that somebody named.
     *
     * @throws RemoteFailure if there is none
     */
    Map<String, String> required(String profile) {
        var found = find(profile);
        if (found.isEmpty()) {
            throw RemoteFailure.local("there is no profile '" + profile + "' in " + file);
        }
        return found;
    }
}
