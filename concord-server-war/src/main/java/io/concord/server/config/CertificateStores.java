package io.concord.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks at start what would otherwise show as a member that nobody talks to: a store that cannot be opened, a key that
 * is missing, a certificate that has expired or that the other members will not accept. Never tells a password.
 */
final class CertificateStores {
    /** How a key is exchanged says nothing about the kind of certificate in this version, and the JDK calls it so. */
    private static final String TLS_1_3 = "UNKNOWN";

    private final ClusterTls tls;
    private final ConfigValues values;

    CertificateStores(ClusterTls tls, ConfigValues values) {
        this.tls = tls;
        this.values = values;
    }

    /** Reports everything that is wrong. */
    void check() {
        var keys = open(ConfigKey.CLUSTER_TLS_KEYSTORE, tls.keystore(), tls.keystorePassword());
        var trusted = open(ConfigKey.CLUSTER_TLS_TRUSTSTORE, tls.truststore(), tls.truststorePassword());
        try {
            var chain = keys == null ? Optional.<X509Certificate[]>empty() : chain(keys);
            if (keys != null && chain.isEmpty()) {
                problem(ConfigKey.CLUSTER_TLS_KEYSTORE, tls.keystore(), "it must hold a private key with its chain");
            }
            if (trusted != null && isWithoutCertificates(trusted)) {
                problem(ConfigKey.CLUSTER_TLS_TRUSTSTORE, tls.truststore(), "it must hold the authority's certificate");
            } else if (trusted != null && chain.isPresent()) {
                checkAccepted(chain.get(), trusted);
            }
        } catch (GeneralSecurityException e) {
            problem(ConfigKey.CLUSTER_TLS_KEYSTORE, tls.keystore(), "it cannot be used: " + e.getMessage());
        }
    }

    private @Nullable KeyStore open(ConfigKey key, Path file, String password) {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            problem(key, file, reason(file, e));
            return null;
        }
    }

    private static String reason(Path file, Exception failure) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return "it must be a PKCS12 file that the server may read";
        }
        return failure.getCause() instanceof UnrecoverableKeyException
                ? "the password does not open it"
                : "it must be a PKCS12 file: " + failure.getMessage();
    }

    /** The chain of the first private key that the password of the store opens as well. */
    private Optional<X509Certificate[]> chain(KeyStore keys) throws GeneralSecurityException {
        for (var alias : Collections.list(keys.aliases())) {
            var chain = keys.getCertificateChain(alias);
            if (chain != null && keys.getKey(alias, tls.keystorePassword().toCharArray()) instanceof PrivateKey) {
                return Optional.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
            }
        }
        return Optional.empty();
    }

    private static boolean isWithoutCertificates(KeyStore trusted) throws GeneralSecurityException {
        for (var alias : Collections.list(trusted.aliases())) {
            if (trusted.isCertificateEntry(alias)) {
                return false;
            }
        }
        return true;
    }

    /** As a client and as a server, because every member is both. */
    private void checkAccepted(X509Certificate[] chain, KeyStore trusted) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager members) {
                try {
                    members.checkClientTrusted(chain, TLS_1_3);
                    members.checkServerTrusted(chain, TLS_1_3);
                } catch (CertificateException e) {
                    reportRefused(chain[0], e);
                }
            }
        }
    }

    private void reportRefused(X509Certificate own, CertificateException refusal) {
        problem(
                ConfigKey.CLUSTER_TLS_KEYSTORE,
                tls.keystore(),
                "the members that trust " + tls.truststore() + " would refuse its certificate ("
                        + own.getSubjectX500Principal() + ", valid from "
                        + own.getNotBefore().toInstant() + " to "
                        + own.getNotAfter().toInstant()
                        + "): " + refusal.getMessage());
    }

    private void problem(ConfigKey key, Path file, String rule) {
        values.problem(key, file.toString(), rule);
    }
}
