package io.concord.server.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A private key with the certificate for it and those of whoever signed that, the own one first.
 *
 * @param chain never empty
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain) {
    private static final String ALIAS = "own";
    private static final int PROBE_BYTES = 32;

    public Credentials {
        chain = List.copyOf(chain);
    }

    /** The certificate alone: this may be logged. */
    @Override
    public String toString() {
        return "certificate of " + own().getSubjectX500Principal() + ", signed by " + own().getIssuerX500Principal()
                + ", valid until " + end();
    }

    /** When it begins to be valid. */
    // Justification: java.util.Date is how the JDK tells the times of a certificate.
    @SuppressWarnings("JavaUtilDate")
    public Instant begin() {
        return own().getNotBefore().toInstant();
    }

    /** When it ends. */
    // Justification: java.util.Date is how the JDK tells the times of a certificate.
    @SuppressWarnings("JavaUtilDate")
    public Instant end() {
        return own().getNotAfter().toInstant();
    }

    /** Whether clients accept it at this moment, as far as its times tell. */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(begin()) && !now.isAfter(end());
    }

    /**
     * Returns these, if the key belongs to the certificate.
     *
     * @throws CertificateFileException if not
     */
    Credentials requireMatch() throws CertificateFileException {
        if (!matches()) {
            throw new CertificateFileException(
                    "the private key does not belong to the certificate of " + own().getSubjectX500Principal());
        }
        return this;
    }

    /** As the container reads them. */
    KeyStore toKeyStore(char[] password) throws GeneralSecurityException {
        var store = Pkcs12.empty();
        store.setKeyEntry(ALIAS, key, password, chain.toArray(new X509Certificate[0]));
        return store;
    }

    private X509Certificate own() {
        return chain.get(0);
    }

    private boolean matches() {
        var algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var probe = new byte[PROBE_BYTES];
        new SecureRandom().nextBytes(probe);
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(own().getPublicKey());
            verifying.update(probe);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
