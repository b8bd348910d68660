package io.concord.cli.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A PKCS12 file of the cluster with one entry, readable by the owner only.
 *
 * @param file where it is
 * @param password opens the file and the key in it
 */
record CertificateStore(Path file, String password) {
    private static final String OWN = "own";
    private static final String AUTHORITY = "authority";

    /** The file alone. */
    @Override
    public String toString() {
        return "CertificateStore[" + file + "]";
    }

    /** What was written with {@link #writeOwn}; empty when there is no such file, or the password does not open it. */
    Optional<IssuedCertificate> own() {
        try {
            var store = load();
            return store.getKey(OWN, password.toCharArray()) instanceof PrivateKey key
                            && store.getCertificate(OWN) instanceof X509Certificate certificate
                    ? Optional.of(new IssuedCertificate(key, certificate))
                    : Optional.empty();
        } catch (IOException | GeneralSecurityException unusable) {
            return Optional.empty();
        }
    }

    /** Whether the file holds this authority's certificate. */
    boolean trusts(IssuedCertificate authority) {
        try {
            return authority.certificate().equals(load().getCertificate(AUTHORITY));
        } catch (IOException | GeneralSecurityException unusable) {
            return false;
        }
    }

    /** Writes a key with its certificate and those of whoever signed it. */
    void writeOwn(IssuedCertificate own, Certificate... signers) {
        var chain = new Certificate[signers.length + 1];
        chain[0] = own.certificate();
        System.arraycopy(signers, 0, chain, 1, signers.length);
        write(store -> store.setKeyEntry(OWN, own.key(), password.toCharArray(), chain));
    }

    /** Writes whom to trust. */
    void writeTrusted(IssuedCertificate authority) {
        write(store -> store.setCertificateEntry(AUTHORITY, authority.certificate()));
    }

    private interface Filling {
        void into(KeyStore store) throws GeneralSecurityException;
    }

    private void write(Filling filling) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.into(store);
            var bytes = new ByteArrayOutputStream();
            store.store(bytes, password.toCharArray());
            PrivateFiles.write(file, bytes.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new ClusterFailure("this JDK cannot make the key store " + file + ": " + e.getMessage(), e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        }
    }
}
