package io.concord.server.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Key stores in the one format that every tool writes. */
final class Pkcs12 {
    private Pkcs12() {}

    static KeyStore empty() throws KeyStoreException {
        var store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException | NoSuchAlgorithmException | CertificateException e) {
            throw new KeyStoreException(e);
        }
        return store;
    }

    static KeyStore read(InputStream in, char[] password) throws CertificateFileException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new CertificateFileException(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "the password does not open it"
                            : "it must be a PKCS12 file: " + e.getMessage(),
                    e);
        }
    }

    /** The first private key that the password of the store opens as well. */
    static Credentials credentials(KeyStore store, char[] password) throws CertificateFileException {
        try {
            for (var alias : Collections.list(store.aliases())) {
                var chain = store.getCertificateChain(alias);
                if (chain != null && store.getKey(alias, password) instanceof PrivateKey key) {
                    return new Credentials(key, List.of(Arrays.copyOf(chain, chain.length, X509Certificate[].class)));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new CertificateFileException("the password of the store must open the key in it as well", e);
        }
        throw new CertificateFileException("it must hold a private key with its certificate chain");
    }
}
