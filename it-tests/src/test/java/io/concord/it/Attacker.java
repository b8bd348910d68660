package io.concord.it;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Whoever has keys of his own, of each kind, and nobody's trust. */
final class Attacker {
    private final KeyPair rsa = keys("RSA", 2048);
    private final KeyPair ec = keys("EC", 256);

    byte[] rs256(String signed) {
        return ProviderTokens.signature("SHA256withRSA", rsa.getPrivate(), signed);
    }

    byte[] es256(String signed) {
        return ProviderTokens.signature("SHA256withECDSAinP1363Format", ec.getPrivate(), signed);
    }

    JWK rsaKey() {
        return new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).build();
    }

    JWK ecKey() {
        return new ECKey.Builder(Curve.P_256, (ECPublicKey) ec.getPublic()).build();
    }

    // Justification: java.util.Date is what the certificate library takes.
    @SuppressWarnings("JavaUtilDate")
    String certificate() {
        try {
            var name = new X500Principal("CN=mallory");
            var now = Instant.now();
            var made = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plusSeconds(3_600)),
                            name,
                            rsa.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(rsa.getPrivate()));
            return Base64.getEncoder()
                    .encodeToString(new JcaX509CertificateConverter()
                            .getCertificate(made)
                            .getEncoded());
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
