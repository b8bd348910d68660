package io.concord.server.config;

import io.concord.server.certificates.AuthoritiesFile;
import io.concord.server.certificates.CertificateFileException;
import io.concord.server.certificates.CertificateSource;
import io.concord.server.certificates.CertificateSource.KeyStoreFile;
import io.concord.server.certificates.CertificateSource.PemFiles;
import io.concord.server.config.CertificateSubjects.Part;
import io.concord.server.config.HttpsSettings.ClientCertificates;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code concord.http.…} and {@code concord.https.…}: who may reach this node's ports for clients, and how. */
final class HttpsReader {
    private static final String UNITS = "ou";
    private static final int PORT_MAX = 65_535;
    private static final int NO_PORT = -1;

    private final ConfigValues values;

    HttpsReader(ConfigValues values) {
        this.values = values;
    }

    /** What is set; what is wrong with it is reported. */
    HttpsSettings read() {
        var plainAllowed = values.bool(ConfigKey.HTTP_PLAIN_ALLOWED);
        var certificate = certificate();
        checkPlainPort(plainAllowed);
        checkHttpsPort(certificate);
        return new HttpsSettings(
                plainAllowed,
                Duration.ofMillis(values.number(ConfigKey.HTTP_BODY_TIMEOUT_MILLIS, 100, 600_000)),
                certificate,
                Duration.ofMillis(values.number(ConfigKey.HTTPS_RELOAD_MILLIS, 100, 3_600_000)),
                clients());
    }

    /** Whoever can listen on the way reads tokens and values, so without TLS this machine alone is served. */
    private void checkPlainPort(boolean allowed) {
        var host = values.value(ConfigKey.HTTP_HOST);
        var port = values.number(ConfigKey.HTTP_PORT, NO_PORT, PORT_MAX);
        if (port == NO_PORT || isLoopback(ConfigKey.HTTP_HOST, host) || allowed) {
            return;
        }
        values.problems()
                .add(ConfigKey.HTTP_HOST.key() + " is '" + host + "', where others can reach plain HTTP on port " + port
                        + "; serve them HTTPS (" + ConfigKey.HTTPS_HOST.key() + "=" + host + " with "
                        + ConfigKey.HTTPS_KEYSTORE.key() + ") and leave plain HTTP on loopback or switch it off ("
                        + ConfigKey.HTTP_PORT.key() + "=-1), or set " + ConfigKey.HTTP_PLAIN_ALLOWED.key()
                        + "=true if the network is trusted");
    }

    private void checkHttpsPort(Optional<CertificateSource> certificate) {
        var host = values.value(ConfigKey.HTTPS_HOST);
        var port = values.number(ConfigKey.HTTPS_PORT, NO_PORT, PORT_MAX);
        if (port != NO_PORT && !isLoopback(ConfigKey.HTTPS_HOST, host) && certificate.isEmpty() && !isWanted()) {
            values.problems()
                    .add(ConfigKey.HTTPS_HOST.key() + " is '" + host + "', and the certificate that the server makes"
                            + " itself is good for this machine alone; set " + ConfigKey.HTTPS_KEYSTORE.key() + " and "
                            + ConfigKey.HTTPS_KEYSTORE_PASSWORD.key() + ", or " + ConfigKey.HTTPS_CERTIFICATE.key()
                            + " and " + ConfigKey.HTTPS_KEY.key());
        }
    }

    private boolean isWanted() {
        return values.file(ConfigKey.HTTPS_KEYSTORE).isPresent()
                || values.file(ConfigKey.HTTPS_CERTIFICATE).isPresent();
    }

    /** A host that is not known is reported, and counts as loopback from then on. */
    private boolean isLoopback(ConfigKey key, String host) {
        try {
            return !host.equals("*") && Loopback.is(host);
        } catch (UnknownHostException e) {
            values.problem(key, host, "it must be an address or a name of this machine, or '*' for all of them");
            return true;
        }
    }

    private Optional<CertificateSource> certificate() {
        var store = values.file(ConfigKey.HTTPS_KEYSTORE);
        var pem = values.file(ConfigKey.HTTPS_CERTIFICATE);
        requireTogether(ConfigKey.HTTPS_KEYSTORE, ConfigKey.HTTPS_KEYSTORE_PASSWORD);
        requireTogether(ConfigKey.HTTPS_CERTIFICATE, ConfigKey.HTTPS_KEY);
        if (store.isPresent() && pem.isPresent()) {
            values.problem(
                    ConfigKey.HTTPS_CERTIFICATE,
                    pem.get().toString(),
                    "there is one certificate: leave this or " + ConfigKey.HTTPS_KEYSTORE.key() + " out");
        }
        var password = values.optional(ConfigKey.HTTPS_KEYSTORE_PASSWORD.key());
        if (store.isPresent() && password.isPresent()) {
            return checked(ConfigKey.HTTPS_KEYSTORE, new KeyStoreFile(store.get(), password.get()));
        }
        var key = values.file(ConfigKey.HTTPS_KEY);
        if (pem.isPresent() && key.isPresent()) {
            return checked(ConfigKey.HTTPS_CERTIFICATE, new PemFiles(pem.get(), key.get()));
        }
        return Optional.empty();
    }

    private Optional<CertificateSource> checked(ConfigKey key, CertificateSource source) {
        try {
            source.read();
            return Optional.of(source);
        } catch (CertificateFileException e) {
            values.problem(key, source.toString(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void requireTogether(ConfigKey one, ConfigKey other) {
        if (values.optional(one.key()).isPresent()
                != values.optional(other.key()).isPresent()) {
            values.problems().add(one.key() + " and " + other.key() + " belong together; set both or neither");
        }
    }

    private ClientCertificates clients() {
        var authentication =
                values.choice(ConfigKey.HTTPS_CLIENT_AUTHENTICATION, List.of("none", "optional", "required"));
        var wanted = !authentication.equals("none");
        var authorities = values.file(ConfigKey.HTTPS_CLIENT_AUTHORITIES).map(AuthoritiesFile::new);
        if (wanted && authorities.isEmpty()) {
            values.problem(
                    ConfigKey.HTTPS_CLIENT_AUTHENTICATION,
                    authentication,
                    "it needs " + ConfigKey.HTTPS_CLIENT_AUTHORITIES.key()
                            + ", a PEM file with whoever signs for clients");
        }
        authorities.ifPresent(this::check);
        return new ClientCertificates(wanted, authorities.filter(file -> wanted), subjects());
    }

    private void check(AuthoritiesFile file) {
        try {
            file.read();
        } catch (CertificateFileException e) {
            values.problem(ConfigKey.HTTPS_CLIENT_AUTHORITIES, file.file().toString(), String.valueOf(e.getMessage()));
        }
    }

    private CertificateSubjects subjects() {
        var words = Arrays.stream(Part.values()).map(Part::text).toList();
        var word = values.choice(ConfigKey.HTTPS_CLIENT_SUBJECT, words);
        var part = Arrays.stream(Part.values())
                .filter(known -> known.text().equals(word))
                .findFirst()
                .orElseThrow();
        var groups = new HashMap<String, Set<String>>();
        var units = false;
        for (var item :
                values.optional(ConfigKey.HTTPS_CLIENT_GROUPS.key()).orElse("").split(";", -1)) {
            if (item.trim().equals(UNITS)) {
                units = true;
            } else if (!item.isBlank()) {
                addGroups(item.trim(), groups);
            }
        }
        return new CertificateSubjects(part, units, groups);
    }

    /** The last {@code =} counts: the whole name of a certificate is full of them. */
    private void addGroups(String item, Map<String, Set<String>> groups) {
        var end = item.lastIndexOf('=');
        var names = end < 0
                ? List.<String>of()
                : List.of(item.substring(end + 1).trim().split("\\s*\\+\\s*", -1));
        if (end < 1 || names.contains("")) {
            values.problem(
                    ConfigKey.HTTPS_CLIENT_GROUPS,
                    item,
                    "each part is 'ou' or subject=group+group; parts are separated by ';'");
            return;
        }
        groups.computeIfAbsent(item.substring(0, end).trim(), subject -> new HashSet<>())
                .addAll(names);
    }
}
