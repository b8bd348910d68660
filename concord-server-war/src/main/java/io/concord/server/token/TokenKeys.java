package io.concord.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import io.concord.core.command.Outcome;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.TokenMint;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes signing keys, and signs with those that this node's secret opens. A private key is in the clear in this object alone,
 * and only the one that signs now.
 */
public final class TokenKeys implements TokenMint {
    private static final System.Logger LOG = System.getLogger(TokenKeys.class.getName());
    private static final String SETTING = "concord.tokens.secret (or concord.tokens.secret-file)";

    private final Optional<TokenSecret> secret;
    private final String audience;
    private volatile @Nullable Opened opened;
    private volatile @Nullable TokenId warnedOf;

    private record Opened(TokenId id, ECPrivateKey key) {}

    /**
     * @param secret of all nodes; empty where this one has none
     * @param audience the name of the cluster
     */
    public TokenKeys(Optional<TokenSecret> secret, String audience) {
        this.secret = secret;
        this.audience = audience;
    }

    @Override
    public NewKey newKey() {
        var seal = requireSecret();
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var publicKey = (ECPublicKey) pair.getPublic();
            var id = new ECKey.Builder(Curve.P_256, publicKey)
                    .build()
                    .computeThumbprint()
                    .toString();
            byte[] plain = pair.getPrivate().getEncoded();
            var sealed = seal.seal(plain, id);
            Arrays.fill(plain, (byte) 0);
            return new NewKey(new TokenId(id), SignedForm.encoded(publicKey.getEncoded()), sealed);
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256 and SHA-256", e);
        }
    }

    @Override
    public void requireUse(SigningKey key) {
        privateKey(key);
    }

    @Override
    public String sign(SigningKey key, TokenBearer bearer, Outcome.TokenRecorded recorded) {
        var claims = new TokenClaims(
                audience, recorded.id(), bearer, recorded.createdMillis() / 1_000, recorded.expiresMillis() / 1_000);
        var input = SignedForm.signingInput(key.id(), claims.toBytes());
        try {
            var signature = new ECDSASigner(privateKey(key))
                    .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + signature;
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has ES256", e);
        }
    }

    /** What is wrong with the secret of this node, if anything is: it cannot use the key that signs. */
    public Optional<String> alarm(List<SigningKey> keys) {
        if (keys.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        var current = keys.get(keys.size() - 1);
        return open(current).isPresent() ? Optional.empty() : Optional.of(differs(current));
    }

    /** Says in the log, once for each key, that the secret does not open the one that signs. */
    public void look(List<SigningKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        var id = keys.get(keys.size() - 1).id();
        if (!id.equals(warnedOf)) {
            warnedOf = id;
            alarm(keys).ifPresent(alarm -> LOG.log(Level.ERROR, alarm));
        }
    }

    private ECPrivateKey privateKey(SigningKey key) {
        requireSecret();
        return open(key).orElseThrow(() -> new RequestFailure(ErrorCode.CONFLICT, differs(key)));
    }

    private Optional<ECPrivateKey> open(SigningKey key) {
        var known = opened;
        if (known != null && known.id().equals(key.id())) {
            return Optional.of(known.key());
        }
        var fresh = secret.flatMap(seal -> seal.open(key.sealedKey(), key.id().text()))
                .map(TokenKeys::decoded);
        fresh.ifPresent(privateKey -> opened = new Opened(key.id(), privateKey));
        return fresh;
    }

    private static ECPrivateKey decoded(byte[] plain) {
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that opens is a key of P-256", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private TokenSecret requireSecret() {
        return secret.orElseThrow(() -> new RequestFailure(
                ErrorCode.CONFLICT,
                "this node cannot make tokens: it has no " + SETTING
                        + "; give it the one of all nodes and restart it, or ask another node"));
    }

    private static String differs(SigningKey key) {
        return "the " + SETTING + " of this node does not open the signing key " + key.id()
                + ": it is not the one of the node that made the key. Give all nodes the same and restart those that"
                + " had another; until then this node verifies tokens and makes none";
    }
}
