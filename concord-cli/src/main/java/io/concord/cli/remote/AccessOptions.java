package io.concord.cli.remote;

import io.concord.cli.console.DurationText;
import io.concord.cli.console.OutputFormat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of every command that asks a cluster, for {@code @Mixin}. What is not given comes from the profile, then from
 * the environment ({@code CONCORD_ENDPOINTS}, {@code CONCORD_TOKEN}, {@code CONCORD_TOKEN_FILE}, {@code CONCORD_CA_FILE}).
 * A profile that is named goes before the environment; the one named {@code default} behind it.
 */
public final class AccessOptions {
    private static final String DEFAULT_PROFILE = "default";

    private final Map<String, String> environment;

    @Option(
            names = "--endpoint",
            split = ",",
            paramLabel = "URL",
            description = "Where the cluster is, one or several (default: $CONCORD_ENDPOINTS, or the profile's).")
    private List<URI> endpoints = new ArrayList<>();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "The bearer token. Everybody on this machine can read it there: prefer $CONCORD_TOKEN or a file.")
    private @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file that holds the token alone.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM file of the certificates to trust for https (default: those that the JDK trusts).")
    private @Nullable Path authorities;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "A profile of $CONCORD_PROFILES (default: the file ~/.config/concord/profiles.properties).")
    private @Nullable String profile;

    @Option(
            names = "--timeout",
            defaultValue = "10s",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long to wait for the cluster (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--output",
            defaultValue = "table",
            paramLabel = "table|json",
            description = "For people, or for programs (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.TABLE;

    /** In the environment of this process. */
    public AccessOptions() {
        this(System.getenv());
    }

    /** In an environment of one's own. */
    public AccessOptions(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Whether the answer is for programs. */
    public boolean isJson() {
        return output == OutputFormat.JSON;
    }

    /**
     * What was given, completed.
     *
     * @throws RemoteFailure if it names no cluster, or something that cannot be read
     */
    public Access access() {
        var settings = settings();
        return new Access(
                endpoints(settings),
                token(settings),
                Optional.ofNullable(authorities).or(() -> settings.path("ca-file", "CONCORD_CA_FILE")),
                timeout);
    }

    /** The cluster of {@link #access}. */
    public RemoteCluster cluster() {
        return new RemoteCluster(access());
    }

    private Settings settings() {
        var named = Optional.ofNullable(profile).or(() -> Optional.ofNullable(environment.get("CONCORD_PROFILE")));
        var profiles = ProfileFile.at(environment);
        var values = named.map(profiles::required).orElseGet(() -> profiles.find(DEFAULT_PROFILE));
        return new Settings(environment, values, named.isPresent());
    }

    private List<URI> endpoints(Settings settings) {
        if (!endpoints.isEmpty()) {
            return checked(endpoints);
        }
        var text = settings.text("endpoints", "CONCORD_ENDPOINTS")
                .orElseThrow(() -> RemoteFailure.local(
                        "no cluster is named: give --endpoint, set CONCORD_ENDPOINTS (for the local cluster:"
                                + " eval \"$(concord dev env)\"), or name a --profile"));
        return checked(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(AccessOptions::uri)
                .toList());
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw RemoteFailure.local("endpoint '" + text + "' is no URL; write https://host:port", e);
        }
    }

    private static List<URI> checked(List<URI> uris) {
        if (uris.isEmpty()) {
            throw RemoteFailure.local("the list of endpoints is empty; write https://host:port[,https://host:port]");
        }
        for (var uri : uris) {
            boolean plain = uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/");
            if (!List.of("http", "https").contains(uri.getScheme())
                    || uri.getHost() == null
                    || !plain
                    || uri.getUserInfo() != null
                    || uri.getQuery() != null) {
                throw RemoteFailure.local("endpoint '" + uri + "' is not of the form https://host:port");
            }
        }
        return uris;
    }

    private Optional<String> token(Settings settings) {
        if (token != null && tokenFile != null) {
            throw RemoteFailure.local("give --token or --token-file, not both");
        }
        if (token != null) {
            return Optional.of(TokenText.checked(token, "--token"));
        }
        if (tokenFile != null) {
            return Optional.of(TokenText.read(tokenFile));
        }
        return settings.text("token", "CONCORD_TOKEN")
                .map(text -> TokenText.checked(text, "CONCORD_TOKEN or the profile's token"))
                .or(() -> settings.path("token-file", "CONCORD_TOKEN_FILE").map(TokenText::read));
    }

    /** The profile and the environment, one before the other. */
    private record Settings(Map<String, String> environment, Map<String, String> profile, boolean profileFirst) {
        Optional<String> text(String key, String variable) {
            var ofProfile = present(profile.get(key));
            var ofEnvironment = present(environment.get(variable));
            return profileFirst ? ofProfile.or(() -> ofEnvironment) : ofEnvironment.or(() -> ofProfile);
        }

        Optional<Path> path(String key, String variable) {
            return text(key, variable).map(Path::of);
        }

        private static Optional<String> present(@Nullable String text) {
            return Optional.ofNullable(text).filter(value -> !value.isBlank());
        }
    }
}
