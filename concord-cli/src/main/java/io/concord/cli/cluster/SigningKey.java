package io.concord.cli.cluster;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** The RSA key pair whose tokens a local cluster trusts. The private half never leaves its 0600 file and this JVM. */
public final class SigningKey {
    static final String PUBLIC_FILE = "public-key.pem";

    private static final String PRIVATE_FILE = "signing-key.pem";
    private static final int KEY_BITS = 2048;

    private final RSAPrivateCrtKey privateKey;
    private final RSAPublicKey publicKey;

    private SigningKey(RSAPrivateCrtKey privateKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        var spec = new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent());
        this.publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
    }

    /** A new key pair, kept nowhere. */
    public static SigningKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return new SigningKey((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new ClusterFailure("this JDK cannot make an RSA key: " + e.getMessage(), e);
        }
    }

    /** The key pair kept in a directory; made there when there is none. */
    public static SigningKey inDirectory(Path directory) {
        Path file = directory.resolve(PRIVATE_FILE);
        if (Files.exists(file) && Files.exists(directory.resolve(PUBLIC_FILE))) {
            return load(file);
        }
        SigningKey key = Files.exists(file) ? load(file) : generate();
        key.save(directory);
        return key;
    }

    /** Writes both halves as PEM files, readable by the owner only. */
    public void save(Path directory) {
        PrivateFiles.createDirectories(directory);
        PrivateFiles.write(directory.resolve(PRIVATE_FILE), pem("PRIVATE KEY", privateKey.getEncoded()));
        PrivateFiles.write(directory.resolve(PUBLIC_FILE), pem("PUBLIC KEY", publicKey.getEncoded()));
    }

    /** The half that verifies. */
    public RSAPublicKey publicKey() {
        return publicKey;
    }

    /** The half that signs. */
    RSAPrivateCrtKey privateKey() {
        return privateKey;
    }

    /** The {@code kid} of its tokens: the key's thumbprint (RFC 7638), so another key has another id. */
    public String id() {
        try {
            return new RSAKey.Builder(publicKey).build().computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new ClusterFailure("this JDK cannot compute SHA-256: " + e.getMessage(), e);
        }
    }

    private static SigningKey load(Path file) {
        try {
            String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
            var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
            return new SigningKey(
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new ClusterFailure(
                    "cannot read the signing key " + file + " (" + e.getMessage()
                            + "); it must be an RSA key in PKCS#8 PEM. Delete it to have a new one made; tokens made"
                            + " with the old one are then refused",
                    e);
        }
    }

    private static String pem(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
