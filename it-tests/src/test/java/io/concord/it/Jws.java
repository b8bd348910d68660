package io.concord.it;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Puts tokens together out of texts, right and wrong ones alike (RFC 7515 §7.1). */
final class Jws {
    private Jws() {}

    /** Signed as its signer does it, whatever it says. */
    static String signed(Object header, Object claims, Function<String, byte[]> signer) {
        var signed = base64(header.toString()) + "." + base64(claims.toString());
        return signed + "." + base64(signer.apply(signed));
    }

    /** With what somebody takes for a signature. */
    static String with(Object header, Object claims, String signature) {
        return base64(header.toString()) + "." + base64(claims.toString()) + "." + signature;
    }

    static byte[] hmac(String algorithm, byte[] secret, String signed) {
        try {
            var mac = Mac.getInstance(algorithm);
            // To HMAC nothing and a zero byte are the same key; to Java the first is none.
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, algorithm));
            return mac.doFinal(signed.getBytes(StandardCharsets.ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String part(String token, int number) {
        return token.split("\\.", -1)[number];
    }

    static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
