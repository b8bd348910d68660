package io.concord.server.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the nodes know and the store does not: under it the private halves of the signing keys are encrypted (AES-256-GCM),
 * each under a key of its own that HKDF (RFC 5869, with HMAC-SHA-256) makes out of the secret and a random salt.
 *
 * <p>A sealed text is base64url of u8 version 1, 16 bytes salt, 12 bytes nonce, and what GCM makes of it with its tag.
 */
public final class TokenSecret {
    private static final int VERSION = 1;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String HMAC = "HmacSHA256";
    private static final byte[] PURPOSE = "concord signing key 1".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PROOF = "concord administrator 1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;
    private final SecureRandom random = new SecureRandom();

    public TokenSecret(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** @param bound what the sealed text belongs to: with anything else it does not open */
    String seal(byte[] plain, String bound) {
        byte[] salt = random(SALT_BYTES);
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, salt, nonce, bound).doFinal(plain);
            var out = ByteBuffer.allocate(1 + salt.length + nonce.length + sealed.length);
            out.put((byte) VERSION).put(salt).put(nonce).put(sealed);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and HMAC", e);
        }
    }

    /** What was sealed; empty where it was so under another secret, or is damaged. */
    Optional<byte[]> open(String text, String bound) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            int head = 1 + SALT_BYTES + NONCE_BYTES;
            if (all.length < head + TAG_BITS / Byte.SIZE || all[0] != VERSION) {
                return Optional.empty();
            }
            byte[] salt = Arrays.copyOfRange(all, 1, 1 + SALT_BYTES);
            byte[] nonce = Arrays.copyOfRange(all, 1 + SALT_BYTES, head);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, salt, nonce, bound).doFinal(all, head, all.length - head));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and HMAC", e);
        }
    }

    /** HMAC-SHA-256 of a text under a key that is made of the secret for this purpose alone. */
    byte[] proof(String text) {
        try {
            return hmac(hmac(secret, PROOF), text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC", e);
        }
    }

    private Cipher cipher(int mode, byte[] salt, byte[] nonce, String bound) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived(salt), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** One block of HKDF is as long as the key. */
    private byte[] derived(byte[] salt) throws GeneralSecurityException {
        byte[] extracted = hmac(salt, secret);
        return hmac(
                extracted,
                ByteBuffer.allocate(PURPOSE.length + 1)
                        .put(PURPOSE)
                        .put((byte) 1)
                        .array());
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        var mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        return mac.doFinal(message);
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "TokenSecret";
    }
}
