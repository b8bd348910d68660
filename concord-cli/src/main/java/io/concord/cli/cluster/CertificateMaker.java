package io.concord.cli.cluster;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes X.509 certificates with EC keys on P-256: an authority's own, and those that it signs for members. */
final class CertificateMaker {
    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    static final Duration MEMBER_VALIDITY = Duration.ofDays(825);

    /** Clocks of machines differ a little; here it is one machine, but its clock may be set back. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    CertificateMaker(Clock clock) {
        this.clock = clock;
    }

    /** An authority that signs for members and for no other authority. */
    IssuedCertificate authority(String clusterName) {
        var own = new Party(new X500Principal("CN=Authority of the Concord cluster " + clusterName), newKeys());
        return make(own, own, clock.instant().plus(AUTHORITY_VALIDITY), (builder, utilities) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    utilities.createSubjectKeyIdentifier(own.keys().getPublic()));
        });
    }

    /** A member, which is client and server; never valid for longer than the authority. */
    IssuedCertificate member(IssuedCertificate authority, String nodeId) {
        var signer = authority.certificate();
        var issuer = new Party(signer.getSubjectX500Principal(), new KeyPair(signer.getPublicKey(), authority.key()));
        var subject = new Party(new X500Principal("CN=" + nodeId), newKeys());
        var end = earlier(clock.instant().plus(MEMBER_VALIDITY), end(signer));
        return make(issuer, subject, end, (builder, utilities) -> {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, names(nodeId));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, utilities.createAuthorityKeyIdentifier(signer));
        });
    }

    private record Party(X500Principal name, KeyPair keys) {}

    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder, JcaX509ExtensionUtils utilities)
                throws IOException, GeneralSecurityException;
    }

    // Justification: java.util.Date is what the certificate library takes.
    @SuppressWarnings("JavaUtilDate")
    private IssuedCertificate make(Party issuer, Party subject, Instant end, Extensions extensions) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer.name(),
                    new BigInteger(SERIAL_BITS, random),
                    Date.from(clock.instant().minus(BACKDATED)),
                    Date.from(end),
                    subject.name(),
                    subject.keys().getPublic());
            extensions.addTo(builder, new JcaX509ExtensionUtils());
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer.keys().getPrivate());
            return new IssuedCertificate(
                    subject.keys().getPrivate(),
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new ClusterFailure("this JDK cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static GeneralNames names(String nodeId) {
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, nodeId),
            new GeneralName(GeneralName.iPAddress, NodeLayout.HOST)
        });
    }

    private KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new ClusterFailure("this JDK cannot make an EC key on P-256: " + e.getMessage(), e);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    // Justification: java.util.Date is how the JDK tells the end of a certificate.
    @SuppressWarnings("JavaUtilDate")
    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
