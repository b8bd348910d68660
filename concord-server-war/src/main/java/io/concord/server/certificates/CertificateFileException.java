package io.concord.server.certificates;

/** A file of certificates that cannot be used; the message says why, and nothing of what is secret. */
public final class CertificateFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param rule what the file must be, beginning with a small letter */
    public CertificateFileException(String rule) {
        super(rule);
    }

    CertificateFileException(String rule, Throwable cause) {
        super(rule, cause);
    }
}
