package io.concord.server;

import io.concord.server.config.ClusterTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that signs for members, kept in memory; it writes the stores that members are configured with. */
public final class TestAuthority {
    public static final String PASSWORD = "correct horse";

    private final X500Principal name;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = new X500Principal("CN=" + name);
        this.certificate = sign(this.name, keys, true, Instant.now().plus(Duration.ofDays(1)));
    }

    /** A key store with a certificate that is valid for a day. */
    public Path keystore(Path file, String owner) {
        return keystore(file, owner, Instant.now().plus(Duration.ofDays(1)));
    }

    public Path keystore(Path file, String owner, Instant end) {
        var own = newKeys();
        var leaf = sign(new X500Principal("CN=" + owner), own, false, end);
        return write(
                file,
                store -> store.setKeyEntry(
                        "node", own.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {leaf, certificate}));
    }

    /**
     * A new certificate, valid for a day.
     *
     * @param subject its whole name
     */
    public X509Certificate certificate(String subject, GeneralName... alternatives) {
        return sign(new X500Principal(subject), newKeys(), false, Instant.now().plus(Duration.ofDays(1)), alternatives);
    }

    /** A PEM file with a new certificate and this authority's, and one with its key; returns the certificate. */
    public X509Certificate pem(Path chain, Path key, Instant end) {
        var own = newKeys();
        var leaf = sign(new X500Principal("CN=server"), own, false, end);
        try {
            Files.createDirectories(chain.toAbsolutePath().getParent());
            Files.writeString(chain, pem("CERTIFICATE", leaf.getEncoded()) + authority());
            Files.writeString(key, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
            return leaf;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This authority's own certificate as PEM. */
    public String authority() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    /** What a member is configured with: a certificate of this authority, and trust in one, perhaps another. */
    public ClusterTls certificates(Path directory, String owner, TestAuthority trusted) {
        return new ClusterTls(
                keystore(directory.resolve(owner + ".p12"), owner),
                PASSWORD,
                trusted.truststore(directory.resolve("trusted-by-" + owner + ".p12")),
                PASSWORD);
    }

    /** A trust store with this authority alone. */
    public Path truststore(Path file) {
        return write(file, store -> store.setCertificateEntry("authority", certificate));
    }

    private interface Filling {
        void into(KeyStore store) throws GeneralSecurityException;
    }

    private static Path write(Path file, Filling filling) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.into(store);
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // Justification: java.util.Date is what the certificate library takes.
    @SuppressWarnings("JavaUtilDate")
    private X509Certificate sign(
            X500Principal subject, KeyPair own, boolean authority, Instant end, GeneralName... alternatives) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(end.minus(Duration.ofDays(2))),
                    Date.from(end),
                    subject,
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (alternatives.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
