package io.concord.jcache.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom to trust, and who the client is. The files are read when a connection is opened.
 *
 * @param truststore empty for those that the JDK trusts
 * @param keystore empty for a client without a certificate
 */
public record TlsSettings(Optional<Store> truststore, Optional<Store> keystore) {
    /** The JDK's authorities, and no certificate. */
    public static final TlsSettings STANDARD = new TlsSettings(Optional.empty(), Optional.empty());

    /** The type of a file that holds certificates as text. */
    public static final String PEM = "PEM";

    /**
     * A file of certificates.
     *
     * @param type {@link #PEM} or one that {@link java.security.KeyStore#getInstance(String)} knows
     * @param password opens it; empty where it has none
     */
    public record Store(Path file, String type, Optional<String> password) {
        /** The file alone. */
        @Override
        public String toString() {
            return "Store[" + file + ", " + type + "]";
        }
    }
}
