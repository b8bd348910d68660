package io.concord.cli.tokens;

import io.concord.cli.remote.RemoteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The proof that this side has the secret of the nodes, good for a minute; the secret itself is not in it. */
final class SecretProof {
    private static final String HMAC = "HmacSHA256";
    private static final String HEADER = "{\"typ\":\"concord-secret+jwt\",\"alg\":\"HS256\"}";
    private static final String PURPOSE = "concord administrator 1";

    private SecretProof() {}

    static String of(Path file, String cluster, Instant now) {
        try {
            var payload = "{\"aud\":\"" + cluster + "\",\"iat\":" + now.getEpochSecond() + "}";
            return proof(Files.readString(file).strip(), payload);
        } catch (IOException e) {
            throw RemoteFailure.local(
                    "cannot read the secret " + file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static String proof(String secret, String payload) {
        var input = encoded(HEADER.getBytes(StandardCharsets.US_ASCII)) + "."
                + encoded(payload.getBytes(StandardCharsets.UTF_8));
        byte[] key = hmac(secret.getBytes(StandardCharsets.UTF_8), PURPOSE);
        return input + "." + encoded(hmac(key, input));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
