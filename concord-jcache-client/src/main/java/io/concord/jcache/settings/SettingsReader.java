package io.concord.jcache.settings;

import io.concord.jcache.api.InvalidSettingsException;
import io.concord.jcache.api.TokenSupplier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes settings of what stands in the sources, or a list of all that is wrong. */
final class SettingsReader {
    private final SettingSources sources;
    private final ClassLoader loader;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(SettingSources sources, ClassLoader loader) {
        this.sources = sources;
        this.loader = loader;
        this.problems.addAll(sources.problems());
    }

    ClientSettings read(URI uri) {
        var values = new SettingValues(key -> sources.anywhere(key).orElse(null));
        var settings =
                new ClientSettings(address(uri), token(), tls(), values.transport(), values(), values.near(nearMode()));
        problems.addAll(values.problems());
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    private ClusterAddress address(URI uri) {
        return sources.property(ClientKey.ENDPOINTS)
                .map(this::address)
                .or(() -> addressOf(uri))
                .or(() -> sources.ambient(ClientKey.ENDPOINTS).map(this::address))
                .orElse(ClientSettings.local());
    }

    private Optional<ClusterAddress> addressOf(URI uri) {
        try {
            return ClientSettings.addressOf(uri);
        } catch (IllegalArgumentException e) {
            problems.add("the URI of the manager: " + e.getMessage());
            return Optional.of(ClientSettings.local());
        }
    }

    private ClusterAddress address(SettingSources.Found found) {
        try {
            return ClusterAddress.parse(found.value().toString());
        } catch (IllegalArgumentException e) {
            problems.add(found.place() + ": " + e.getMessage());
            return ClientSettings.local();
        }
    }

    /** The first source that has any of the three decides; two there would leave it to chance. */
    private TokenOrigin token() {
        var keys = List.of(ClientKey.TOKEN_SUPPLIER, ClientKey.TOKEN_FILE, ClientKey.TOKEN);
        var given =
                keys.stream().filter(key -> sources.property(key).isPresent()).toList();
        if (given.isEmpty()) {
            given = keys.stream()
                    .filter(key -> sources.ambient(key).isPresent())
                    .toList();
        }
        if (given.size() > 1) {
            problems.add("the token is given twice, by " + given.get(0).key() + " and "
                    + given.get(1).key() + "; give it once");
        }
        return given.isEmpty() ? new TokenOrigin.None() : token(given.get(0));
    }

    private TokenOrigin token(ClientKey key) {
        var found = sources.anywhere(key).orElseThrow();
        return switch (key) {
            case TOKEN_SUPPLIER -> supplied(found);
            case TOKEN_FILE ->
                path(found).<TokenOrigin>map(TokenOrigin.InFile::new).orElseGet(TokenOrigin.None::new);
            default -> fixed(found);
        };
    }

    private TokenOrigin fixed(SettingSources.Found found) {
        var token = found.value().toString();
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            problems.add(found.place() + " is not a bearer token: it has characters other than visible ASCII");
        }
        return new TokenOrigin.Fixed(token);
    }

    private TokenOrigin supplied(SettingSources.Found found) {
        if (found.value() instanceof TokenSupplier supplier) {
            return new TokenOrigin.Supplied(supplier);
        }
        try {
            var type = Class.forName(found.value().toString(), true, loader).asSubclass(TokenSupplier.class);
            return new TokenOrigin.Supplied(type.getConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            problems.add(
                    found.place() + " is neither a TokenSupplier nor the name of a public class that is one and has"
                            + " a public constructor without parameters: " + e);
            return new TokenOrigin.None();
        }
    }

    private ValueSettings values() {
        var undecodable = text(ClientKey.UNDECODABLE, ValueSettings.ERROR);
        if (!undecodable.equals(ValueSettings.ERROR) && !undecodable.equals(ValueSettings.MISS)) {
            problems.add(ClientKey.UNDECODABLE.key() + " is '" + undecodable + "'; it is " + ValueSettings.ERROR
                    + " or " + ValueSettings.MISS);
        }
        return new ValueSettings(
                text(ClientKey.SERIAL_FILTER, ""),
                text(ClientKey.VALUE_FORMAT_PROVIDER, ""),
                undecodable.equals(ValueSettings.MISS));
    }

    private NearSettings.Mode nearMode() {
        var given = text(ClientKey.NEAR_CACHE, NearSettings.Mode.OFF.name());
        return Arrays.stream(NearSettings.Mode.values())
                .filter(mode -> mode.name().equals(given.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseGet(() -> {
                    problems.add(ClientKey.NEAR_CACHE.key() + " is '" + given + "'; it is off, validated or bounded");
                    return NearSettings.Mode.OFF;
                });
    }

    private String text(ClientKey key, String otherwise) {
        return sources.anywhere(key)
                .map(found -> found.value().toString().strip())
                .orElse(otherwise);
    }

    private TlsSettings tls() {
        var truststore = store(ClientKey.TRUSTSTORE, ClientKey.TRUSTSTORE_TYPE, ClientKey.TRUSTSTORE_PASSWORD);
        var keystore = store(ClientKey.KEYSTORE, ClientKey.KEYSTORE_TYPE, ClientKey.KEYSTORE_PASSWORD);
        if (keystore.filter(store -> store.type().equals(TlsSettings.PEM)).isPresent()) {
            problems.add(
                    ClientKey.KEYSTORE.key() + " is a PEM file; a certificate with its key comes as PKCS12 or JKS");
        }
        return new TlsSettings(truststore, keystore);
    }

    private Optional<TlsSettings.Store> store(ClientKey file, ClientKey type, ClientKey password) {
        var found = sources.anywhere(file);
        if (found.isEmpty()) {
            Stream.of(type, password)
                    .flatMap(key -> sources.anywhere(key).stream())
                    .forEach(lone -> problems.add(lone.place() + " is set, but " + file.key() + " is not"));
            return Optional.empty();
        }
        return path(found.get())
                .map(path -> new TlsSettings.Store(
                        path,
                        sources.anywhere(type)
                                .map(given -> given.value().toString().toUpperCase(Locale.ROOT))
                                .orElseGet(() -> typeOf(path)),
                        sources.anywhere(password).map(given -> given.value().toString())));
    }

    private static String typeOf(Path file) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            return "PKCS12";
        }
        return name.endsWith(".jks") ? "JKS" : TlsSettings.PEM;
    }

    private Optional<Path> path(SettingSources.Found found) {
        try {
            var path = Path.of(found.value().toString());
            if (Files.isReadable(path)) {
                return Optional.of(path);
            }
            problems.add(found.place() + " is '" + path + "', which is not a file that can be read");
        } catch (InvalidPathException e) {
            problems.add(found.place() + " is '" + found.value() + "', which is not a path");
        }
        return Optional.empty();
    }
}
