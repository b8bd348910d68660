package io.concord.server.certificates;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificates of whoever signs for clients, one or several as PEM.
 *
 * @param file where an operator puts them
 */
public record AuthoritiesFile(Path file) {
    /**
     * Reads them as they are now.
     *
     * @throws CertificateFileException if the file holds none
     */
    public List<X509Certificate> read() throws CertificateFileException {
        return Pem.certificates(CertificateSource.text(file));
    }
}
