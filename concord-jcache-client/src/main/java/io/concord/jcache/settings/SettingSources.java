package io.concord.jcache.settings;

import io.concord.core.protocol.Spelling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where settings stand: the application's properties, the variables of the process, and a file on the class path. Among the
 * variables only {@code CONCORD_CLIENT_…} is the client's: others may be a server's, or Kubernetes'.
 */
final class SettingSources {
    static final String FILE = "concord.properties";
    private static final String PREFIX = "concord.";
    private static final String VARIABLE_PREFIX = "CONCORD_CLIENT_";

    private final Map<Object, Object> properties;
    private final Map<String, String> variables;
    private final Properties file;
    private final List<String> problems = new ArrayList<>();

    /** A value and where it stands, for messages. */
    record Found(Object value, String place) {}

    private SettingSources(Properties properties, Map<String, String> variables) {
        this.properties = flattened(properties);
        this.variables = variables;
        this.file = new Properties();
    }

    static SettingSources of(Properties properties, Map<String, String> variables, ClassLoader loader) {
        var sources = new SettingSources(properties, variables);
        sources.readFile(loader);
        sources.reportUnknown();
        return sources;
    }

    List<String> problems() {
        return problems;
    }

    Optional<Found> property(ClientKey key) {
        return found(properties.get(key.key()), "property " + key.key());
    }

    /** A value from anywhere but the properties. */
    Optional<Found> ambient(ClientKey key) {
        return key.variables().stream()
                .filter(variables::containsKey)
                .findFirst()
                .flatMap(name -> found(variables.get(name), "variable " + name))
                .or(() -> found(file.get(key.key()), key.key() + " in " + FILE));
    }

    Optional<Found> anywhere(ClientKey key) {
        return property(key).or(() -> ambient(key));
    }

    private static Optional<Found> found(@Nullable Object value, String place) {
        var given = value instanceof String text ? text.strip() : value;
        return given == null || given.equals("") ? Optional.empty() : Optional.of(new Found(given, place));
    }

    /** With the defaults that a {@link Properties} may have behind it. */
    private static Map<Object, Object> flattened(Properties properties) {
        var all = new HashMap<Object, Object>();
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        all.putAll(properties);
        return all;
    }

    private void readFile(ClassLoader loader) {
        try (var in = loader.getResourceAsStream(FILE)) {
            if (in != null) {
                file.load(in);
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.add(FILE + " on the class path cannot be read: " + e.getMessage());
        }
    }

    private void reportUnknown() {
        var keys = ClientKey.all().map(ClientKey::key).toList();
        reportUnknown(properties.keySet(), PREFIX, keys, "property ");
        reportUnknown(file.keySet(), PREFIX, keys, "in " + FILE + ": ");
        reportUnknown(
                variables.keySet(),
                VARIABLE_PREFIX,
                ClientKey.all().flatMap(key -> key.variables().stream()).toList(),
                "variable ");
    }

    private void reportUnknown(Iterable<?> names, String prefix, List<String> known, String place) {
        var unknown = new TreeSet<String>();
        for (var name : names) {
            if (name instanceof String text && text.startsWith(prefix) && !known.contains(text)) {
                unknown.add(text);
            }
        }
        for (var name : unknown) {
            problems.add(place + name + " is not a setting of the client"
                    + Spelling.nearest(name, known)
                            .map(nearest -> "; did you mean " + nearest + "?")
                            .orElse("; see docs/client-configuration.md for all of them"));
        }
    }
}
