package io.concord.it;

import io.concord.cli.cluster.LocalCluster;
import io.concord.cli.cluster.TokenGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Concord's own tokens as somebody sees them who has been given one: ES256, with a key that leaves the cluster never. */
final class OwnTokens implements TokenKind {
    private final String good;
    private final PublicKey publicKey;

    OwnTokens(LocalCluster cluster) throws IOException, GeneralSecurityException {
        var admin = SharedCluster.client(cluster, "n1", TokenGroup.ADMIN);
        var made = admin.sendJson(
                "POST", "/v1/tokens", "{\"name\":\"alice\",\"groups\":[\"concord-admin\"],\"lifetime\":\"1h\"}");
        if (made.statusCode() != 201) {
            throw new AssertionError(Client.text(made));
        }
        good = Client.json(made).getString("token");
        var keys = Client.json(admin.send("GET", "/v1/tokens/keys", null)).getJsonArray("keys");
        publicKey = KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(
                        Base64.getUrlDecoder().decode(keys.getJsonObject(0).getString("publicKey"))));
    }

    @Override
    public String name() {
        return "a token of Concord's own";
    }

    @Override
    public String good() {
        return good;
    }

    @Override
    public boolean signs() {
        return false;
    }

    @Override
    public RawJson header() {
        return part(0);
    }

    @Override
    public RawJson claims() {
        return part(1);
    }

    @Override
    public byte[] signature(String signed) {
        throw new UnsupportedOperationException("the key is the cluster's");
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    private RawJson part(int number) {
        var text = Base64.getUrlDecoder().decode(Jws.part(good, number));
        return RawJson.parsed(new String(text, StandardCharsets.UTF_8));
    }
}
