package io.concord.server.config;

import io.concord.server.certificates.AuthoritiesFile;
import io.concord.server.certificates.CertificateSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the ports for clients are protected.
 *
 * @param plainAllowed plain HTTP may leave this machine; otherwise it is served on loopback alone
 * @param bodyTimeout how long a client may take to send a body
 * @param certificate of the HTTPS port; empty where the server makes one itself
 * @param reloadPeriod how often the files of certificates are looked at
 * @param clients what certificates of clients are good for
 */
public record HttpsSettings(
        boolean plainAllowed,
        Duration bodyTimeout,
        Optional<CertificateSource> certificate,
        Duration reloadPeriod,
        ClientCertificates clients) {
    /** The server makes itself a certificate, clients show none and plain HTTP stays on loopback. */
    public static final HttpsSettings DEFAULT = new HttpsSettings(
            false, Duration.ofMinutes(1), Optional.empty(), Duration.ofSeconds(5), ClientCertificates.NONE);

    /**
     * What certificates of clients are good for.
     *
     * @param wanted whether clients are asked for one at all
     * @param authorities whose signature makes a client known; empty only where none is wanted
     * @param subjects whom a certificate stands for
     */
    public record ClientCertificates(
            boolean wanted, Optional<AuthoritiesFile> authorities, CertificateSubjects subjects) {
        static final ClientCertificates NONE = new ClientCertificates(
                false, Optional.empty(), new CertificateSubjects(CertificateSubjects.Part.CN, false, Map.of()));
    }
}
