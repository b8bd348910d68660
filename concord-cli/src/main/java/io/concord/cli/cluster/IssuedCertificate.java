package io.concord.cli.cluster;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate and the private key that belongs to it.
 *
 * @param key the private half
 * @param certificate the public half with its owner and its end, signed
 */
record IssuedCertificate(PrivateKey key, X509Certificate certificate) {
    /** Whether somebody's certificate was signed with this key. */
    boolean signed(IssuedCertificate other) {
        try {
            other.certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether it is still valid when this time has passed. */
    // Justification: java.util.Date is how the JDK tells the end of a certificate.
    @SuppressWarnings("JavaUtilDate")
    boolean isValidFor(Duration time, Instant now) {
        return certificate.getNotAfter().toInstant().isAfter(now.plus(time));
    }
}
