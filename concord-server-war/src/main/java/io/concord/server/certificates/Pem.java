package io.concord.server.certificates;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and keys as text between lines of dashes (RFC 7468). */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    /** What a private key in PKCS #8 may be for; the format tells, but only the JDK's factories can read it. */
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

    private static final String PKCS8 = "it must hold one private key in PKCS #8, not encrypted"
            + " ('BEGIN PRIVATE KEY'; openssl pkcs8 -topk8 -nocrypt makes one of another)";

    private Pem() {}

    /** All certificates, in their order; at least one. */
    static List<X509Certificate> certificates(String text) throws CertificateFileException {
        var certificates = new ArrayList<X509Certificate>();
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                certificates.add(certificate(decoded(blocks.group(2))));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateFileException("it must hold a certificate as PEM ('BEGIN CERTIFICATE')");
        }
        return certificates;
    }

    static PrivateKey privateKey(String text) throws CertificateFileException {
        var blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("PRIVATE KEY")) {
                return privateKey(new PKCS8EncodedKeySpec(decoded(blocks.group(2))));
            }
        }
        throw new CertificateFileException(PKCS8);
    }

    private static PrivateKey privateKey(PKCS8EncodedKeySpec encoded) throws CertificateFileException {
        for (var algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                // One of the others, then.
            }
        }
        throw new CertificateFileException("its key must be RSA, EC or EdDSA");
    }

    private static X509Certificate certificate(byte[] encoded) throws CertificateFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new CertificateFileException("a certificate in it cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] decoded(String base64) throws CertificateFileException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CertificateFileException("it is not PEM: " + e.getMessage(), e);
        }
    }
}
