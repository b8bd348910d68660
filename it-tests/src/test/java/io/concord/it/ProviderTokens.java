package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenClaims;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/** Tokens as the identity provider of a local cluster makes them: RS256, with the key that its nodes are told of. */
final class ProviderTokens implements TokenKind {
    private final PrivateKey key;
    private final PublicKey publicKey;
    private final String keyId;

    ProviderTokens(LocalCluster cluster) throws IOException, GeneralSecurityException {
        var signing = cluster.layout().files().signingKey();
        keyId = signing.id();
        publicKey = signing.publicKey();
        var pem = Files.readString(cluster.layout().directory().resolve("keys").resolve("signing-key.pem"));
        key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))));
    }

    @Override
    public String name() {
        return "a token of the identity provider";
    }

    @Override
    public String good() {
        return Jws.signed(header(), claims(), this::signature);
    }

    @Override
    public boolean signs() {
        return true;
    }

    @Override
    public RawJson header() {
        return RawJson.empty()
                .with("alg", RawJson.text("RS256"))
                .with("typ", RawJson.text("JWT"))
                .with("kid", RawJson.text(keyId));
    }

    @Override
    public RawJson claims() {
        var now = Instant.now().getEpochSecond();
        return RawJson.empty()
                .with("iss", RawJson.text(TokenClaims.ISSUER))
                .with("aud", RawJson.text(TokenClaims.AUDIENCE))
                .with("sub", RawJson.text("alice"))
                .with("upn", RawJson.text("alice"))
                .with("groups", "[\"concord-admin\"]")
                .with("iat", Long.toString(now - 1))
                .with("exp", Long.toString(now + 3_600))
                .with("jti", RawJson.text("forged-tokens-it"));
    }

    @Override
    public byte[] signature(String signed) {
        return signature("SHA256withRSA", key, signed);
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    static byte[] signature(String algorithm, PrivateKey key, String signed) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.ISO_8859_1));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
