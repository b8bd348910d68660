package io.concord.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;

/** Typed access to the settings, collecting what is wrong with them instead of stopping at the first problem. */
final class ConfigValues {
    private final Config config;
    private final List<String> problems = new ArrayList<>();

    ConfigValues(Config config) {
        this.config = config;
    }

    Config config() {
        return config;
    }

    List<String> problems() {
        return problems;
    }

    /** The value, or its default; reported and empty where there is neither. */
    String value(ConfigKey key) {
        var text = optional(key.key()).or(key::defaultValue);
        if (text.isEmpty()) {
            addOnce(key.key() + " is not set (environment: " + key.environmentName() + ")");
        }
        return text.orElse("").trim();
    }

    Optional<String> optional(String key) {
        return config.getOptionalValue(key, String.class).filter(text -> !text.isBlank());
    }

    String text(ConfigKey key, String rule, Predicate<String> valid) {
        var text = value(key);
        if (!text.isEmpty() && !valid.test(text)) {
            problem(key, text, "allowed are " + rule);
        }
        return text;
    }

    /** Anything but {@code false} is true, so that a misspelt value never switches a protection off. */
    boolean bool(ConfigKey key) {
        var text = value(key);
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, text, "it is true or false");
        }
        return !text.equals("false");
    }

    /** One of some words; the first where it is none of them. */
    String choice(ConfigKey key, List<String> words) {
        var text = value(key);
        if (words.contains(text)) {
            return text;
        }
        problem(
                key,
                text,
                "it is " + String.join(", ", words.subList(0, words.size() - 1)) + " or "
                        + words.get(words.size() - 1));
        return words.get(0);
    }

    /** A file; empty where there is none. */
    Optional<Path> file(ConfigKey key) {
        return optional(key.key())
                .map(text -> Path.of(text.trim()).toAbsolutePath().normalize());
    }

    long number(ConfigKey key, long min, long max) {
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

    void problem(ConfigKey key, String value, String rule) {
        addOnce(key.key() + " is '" + value + "'; " + rule);
    }

    private void addOnce(String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
