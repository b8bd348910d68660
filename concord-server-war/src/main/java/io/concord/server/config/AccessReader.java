package io.concord.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads whose tokens count. An identity provider is configured whole or not at all. */
final class AccessReader {
    private static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String AUDIENCES = "mp.jwt.verify.audiences";
    private static final List<String> NEEDED = List.of(ISSUER, AUDIENCES);
    private static final String RESERVED = "urn:concord:";
    private static final List<String> KEY_LOCATIONS =
            List.of("mp.jwt.verify.publickey.location", "mp.jwt.verify.publickey");

    /** As many as 32 random bytes have in base64, less what is padding. */
    private static final int SECRET_CHARACTERS_MIN = 32;

    private static final int SECRET_BYTES_MAX = 4096;

    /** Ten years. */
    private static final long LIFETIME_SECONDS_MAX = 315_360_000;

    private final ConfigValues values;

    AccessReader(ConfigValues values) {
        this.values = values;
    }

    AccessSettings read() {
        boolean enabled = values.bool(ConfigKey.AUTH_ENABLED);
        var secret = secret();
        boolean provider = isProviderWanted() || secret.isEmpty();
        if (enabled && provider) {
            requireProvider();
        }
        values.number(ConfigKey.AUTH_TOKEN_AGE_SECONDS_MAX, 0, 31_622_400);
        return new AccessSettings(
                enabled,
                provider,
                rules(),
                Duration.ofSeconds(values.number(ConfigKey.AUTH_CLOCK_SKEW_SECONDS, 0, 300)),
                secret,
                access(ConfigKey.METRICS_ROLE),
                access(ConfigKey.OPENAPI_ROLE));
    }

    private ProviderRules rules() {
        var audiences = Stream.of(values.optional(AUDIENCES).orElse("").split(",", -1))
                .map(String::strip)
                .filter(audience -> !audience.isEmpty())
                .collect(Collectors.toSet());
        return new ProviderRules(
                values.optional(ISSUER).orElse(""),
                audiences,
                Duration.ofSeconds(values.number(ConfigKey.AUTH_TOKEN_LIFETIME_SECONDS_MAX, 60, LIFETIME_SECONDS_MAX)));
    }

    private boolean isProviderWanted() {
        return NEEDED.stream().anyMatch(key -> values.optional(key).isPresent())
                || KEY_LOCATIONS.stream().anyMatch(key -> values.optional(key).isPresent());
    }

    private void requireProvider() {
        for (var key : NEEDED) {
            if (values.optional(key).isEmpty()) {
                values.problems()
                        .add(key + " is not set; it is needed to verify the tokens of an identity provider (or set"
                                + " nothing of mp.jwt.verify and " + ConfigKey.TOKENS_SECRET_FILE.key()
                                + ", so that only Concord's own tokens count; or " + ConfigKey.AUTH_ENABLED.key()
                                + "=false to let everybody do everything)");
            }
        }
        if (KEY_LOCATIONS.stream().allMatch(key -> values.optional(key).isEmpty())) {
            values.problems().add(String.join(" or ", KEY_LOCATIONS) + " is not set; it is needed to verify tokens");
        }
        values.optional(ISSUER)
                .filter(issuer -> issuer.startsWith(RESERVED))
                .ifPresent(issuer -> values.problems()
                        .add(ISSUER + " is '" + issuer + "', and what begins with " + RESERVED
                                + " is Concord's own; a provider has another name"));
    }

    /** Of what is wrong with it nothing is shown. */
    private Optional<String> secret() {
        var inline = values.optional(ConfigKey.TOKENS_SECRET.key());
        var file = values.optional(ConfigKey.TOKENS_SECRET_FILE.key());
        if (inline.isPresent() && file.isPresent()) {
            problem(ConfigKey.TOKENS_SECRET_FILE, "is set, and " + ConfigKey.TOKENS_SECRET.key() + " too; give one");
        }
        var secret = inline.or(() -> file.flatMap(this::content)).map(String::strip);
        if (secret.isPresent() && secret.get().length() < SECRET_CHARACTERS_MIN) {
            problem(
                    inline.isPresent() ? ConfigKey.TOKENS_SECRET : ConfigKey.TOKENS_SECRET_FILE,
                    "has fewer than " + SECRET_CHARACTERS_MIN + " characters; make one with: openssl rand -base64 32");
        }
        return secret;
    }

    private Optional<String> content(String file) {
        try {
            var path = Path.of(file.strip());
            if (Files.size(path) <= SECRET_BYTES_MAX) {
                return Optional.of(Files.readString(path));
            }
        } catch (IOException | InvalidPathException e) {
            // Reported below, like a file that is no secret.
        }
        problem(ConfigKey.TOKENS_SECRET_FILE, "names a file that is not a readable text of at most 4096 bytes");
        return Optional.empty();
    }

    private void problem(ConfigKey key, String what) {
        values.problems().add(key.key() + " " + what);
    }

    private PathAccess access(ConfigKey key) {
        var text = values.value(key);
        return PathAccess.of(text).orElseGet(() -> {
            values.problem(key, text, "it is everybody, concord-reader, concord-writer or concord-admin");
            return PathAccess.ADMIN;
        });
    }
}
