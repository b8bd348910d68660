package io.concord.cli.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority for tests, kept in memory: signs for servers, members and clients, and writes the files they want. */
public final class TestCertificates {
    /** Of every store that is written. */
    public static final String PASSWORD = "correct-horse";

    private static final Duration VALID = Duration.ofDays(1);

    /** A certificate with its private key. */
    private record Issued(KeyPair keys, X509Certificate certificate) {}

    private final Issued own;

    public TestCertificates(String name) {
        var keys = newKeys();
        own = new Issued(
                keys, sign(new X500Principal("CN=" + name), keys, new X500Principal("CN=" + name), keys, true));
    }

    /** A PKCS12 file with a new key and a certificate for it. */
    public Path keystore(Path file, String subject) throws IOException, GeneralSecurityException {
        return Files.write(file, bytes(store(issue(subject))));
    }

    /** A PKCS12 file with the certificates of authorities. */
    public static Path truststore(Path file, TestCertificates... authorities)
            throws IOException, GeneralSecurityException {
        var store = empty();
        for (var authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority.own.certificate());
        }
        return Files.write(file, bytes(store));
    }

    /** A PEM file with a new certificate and its authority, and one with its key; returns the certificate. */
    public X509Certificate pem(Path chain, Path key, String subject) throws IOException, GeneralSecurityException {
        var issued = issue(subject);
        Files.writeString(chain, pem("CERTIFICATE", issued.certificate().getEncoded()) + authority());
        Files.writeString(key, pem("PRIVATE KEY", issued.keys().getPrivate().getEncoded()));
        return issued.certificate();
    }

    /** The authority's own certificate as PEM. */
    public String authority() throws CertificateEncodingException {
        return pem("CERTIFICATE", own.certificate().getEncoded());
    }

    /** TLS of a client with a new certificate of this authority, which trusts every server. */
    public SSLContext client(String subject) throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(issue(subject)), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {AnyCertificate.manager()}, null);
        return context;
    }

    /** TLS of a client without a certificate, which trusts servers that this authority has signed for. */
    public SSLContext trusting() throws IOException, GeneralSecurityException {
        var store = empty();
        store.setCertificateEntry("authority", own.certificate());
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private Issued issue(String subject) {
        var keys = newKeys();
        return new Issued(
                keys,
                sign(own.certificate().getSubjectX500Principal(), own.keys(), new X500Principal(subject), keys, false));
    }

    private KeyStore store(Issued issued) throws IOException, GeneralSecurityException {
        var store = empty();
        store.setKeyEntry("own", issued.keys().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {
            issued.certificate(), own.certificate()
        });
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, PASSWORD.toCharArray());
        return bytes.toByteArray();
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + kind + "-----\n";
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
    private static X509Certificate sign(
            X500Principal issuer, KeyPair issuerKeys, X500Principal subject, KeyPair keys, boolean authority) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(Instant.now().minus(VALID)),
                    Date.from(Instant.now().plus(VALID)),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(List.of(
                                        new GeneralName(GeneralName.dNSName, "localhost"),
                                        new GeneralName(GeneralName.iPAddress, NodeLayout.HOST))
                                .toArray(GeneralName[]::new)));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
