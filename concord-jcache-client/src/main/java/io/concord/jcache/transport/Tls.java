package io.concord.jcache.transport;

import io.concord.jcache.api.InvalidSettingsException;
import io.concord.jcache.settings.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the TLS of a connection. Names of hosts are always checked: nothing here can switch that off. */
final class Tls {
    private static final String TRUSTSTORE = "the truststore ";
    private static final String KEYSTORE = "the key store ";

    private Tls() {}

    /**
     * Reads the files; empty where the JDK's own context will do.
     *
     * @throws InvalidSettingsException if a file cannot be opened
     */
    static Optional<SSLContext> context(TlsSettings settings) {
        if (settings.equals(TlsSettings.STANDARD)) {
            return Optional.empty();
        }
        var trust = settings.truststore().map(Tls::trustManagers);
        var keys = settings.keystore().map(Tls::keyManagers);
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys.orElse(null), trust.orElse(null), null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new InvalidSettingsException(List.of("this JDK cannot make a TLS context: " + e.getMessage()));
        }
    }

    private static TrustManager[] trustManagers(TlsSettings.Store store) {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store.type().equals(TlsSettings.PEM) ? pem(store) : load(store));
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(TRUSTSTORE, store, e);
        }
    }

    private static KeyManager[] keyManagers(TlsSettings.Store store) {
        try {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(store), password(store));
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(KEYSTORE, store, e);
        }
    }

    private static KeyStore pem(TlsSettings.Store store) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(store.file())) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("trusted-" + trusted.size(), certificate);
            }
        }
        if (trusted.size() == 0) {
            throw new IOException("there is no certificate in it");
        }
        return trusted;
    }

    private static KeyStore load(TlsSettings.Store store) throws IOException, GeneralSecurityException {
        var loaded = KeyStore.getInstance(store.type());
        try (var in = Files.newInputStream(store.file())) {
            loaded.load(in, password(store));
        }
        return loaded;
    }

    private static char @Nullable [] password(TlsSettings.Store store) {
        return store.password().map(String::toCharArray).orElse(null);
    }

    private static InvalidSettingsException unusable(String what, TlsSettings.Store store, Exception cause) {
        var failure = new InvalidSettingsException(
                List.of(what + store.file() + " cannot be used as " + store.type() + ": " + cause.getMessage()));
        failure.initCause(cause);
        return failure;
    }
}
