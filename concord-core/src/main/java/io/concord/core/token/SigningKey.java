package io.concord.core.token;

import io.concord.core.model.Author;
import io.concord.core.model.Limits;
import io.concord.core.model.TextRule;

/**
 * A key that signs Concord's own tokens, or has signed some that may still be good.
 *
 * @param publicKey the half that verifies, as text; the state does not read it
 * @param sealedKey the half that signs, encrypted under a secret that only the nodes know
 * @param by who had it made
 * @param createdMillis since the epoch
 * @param retiredMillis since the epoch, when another one took its place; 0 while it is the one that signs
 * @param neededUntilMillis in the cluster's time: the last of its tokens has ended by then
 */
public record SigningKey(
        TokenId id,
        String publicKey,
        String sealedKey,
        Author by,
        long createdMillis,
        long retiredMillis,
        long neededUntilMillis) {
    private static final TextRule PUBLIC_RULE = TextRule.ascii("public key", 0x21, 1024);
    private static final TextRule SEALED_RULE = TextRule.ascii("sealed key", 0x21, 4096);

    public SigningKey {
        PUBLIC_RULE.check(publicKey);
        SEALED_RULE.check(sealedKey);
        Limits.requireTime(createdMillis);
        Limits.requireTime(retiredMillis);
    }

    public boolean isRetired() {
        return retiredMillis != 0;
    }

    public SigningKey retiredAt(long atMillis) {
        return new SigningKey(id, publicKey, sealedKey, by, createdMillis, atMillis, neededUntilMillis);
    }

    public SigningKey neededUntil(long timeMillis) {
        return new SigningKey(
                id, publicKey, sealedKey, by, createdMillis, retiredMillis, Math.max(neededUntilMillis, timeMillis));
    }

    /** The secret half is not for logs, though it is encrypted. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
