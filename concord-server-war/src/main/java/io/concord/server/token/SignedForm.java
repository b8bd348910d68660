package io.concord.server.token;

import io.concord.core.token.TokenId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The form of Concord's own tokens, of which there is exactly one: three parts in canonical base64url, and a header that is
 * these bytes and no others. So there is nothing in it that could choose an algorithm or say where a key is to be found.
 *
 * @param key that is said to have signed it
 * @param payload in base64url
 * @param signedPart what the signature is of
 * @param signature in base64url, of 64 bytes
 */
record SignedForm(TokenId key, String payload, String signedPart, String signature) {
    private static final String HEADER_BEGIN = "{\"typ\":\"concord+jwt\",\"alg\":\"ES256\",\"kid\":\"";
    private static final String HEADER_END = "\"}";

    /** The first member has 21 bytes with its comma, so that its base64 does not depend on what follows. */
    private static final String MARK = encoded("{\"typ\":\"concord+jwt\",".getBytes(StandardCharsets.US_ASCII));

    private static final int SIGNATURE_BYTES = 64;

    /** Whether the token means to be one of Concord's own. */
    static boolean isMeant(String token) {
        return token.startsWith(MARK);
    }

    /** The header of a token and its payload, to be signed. */
    static String signingInput(TokenId key, byte[] payload) {
        return encoded(header(key)) + "." + encoded(payload);
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Takes a token apart.
     *
     * @throws TokenRefusal if it is not of the form
     */
    static SignedForm of(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new TokenRefusal("it does not have three parts");
        }
        if (decoded(parts[2]).length != SIGNATURE_BYTES) {
            throw new TokenRefusal("its signature does not have 64 bytes");
        }
        decoded(parts[1]);
        return new SignedForm(key(decoded(parts[0])), parts[1], parts[0] + "." + parts[1], parts[2]);
    }

    byte[] payloadBytes() {
        return decoded(payload);
    }

    private static TokenId key(byte[] header) {
        var text = new String(header, StandardCharsets.ISO_8859_1);
        int end = text.length() - HEADER_END.length();
        if (text.startsWith(HEADER_BEGIN) && text.endsWith(HEADER_END) && end > HEADER_BEGIN.length()) {
            var id = text.substring(HEADER_BEGIN.length(), end);
            if (id.matches("[A-Za-z0-9_-]{1,64}")) {
                return new TokenId(id);
            }
        }
        throw new TokenRefusal("its header is not that of Concord's tokens");
    }

    private static byte[] header(TokenId key) {
        return (HEADER_BEGIN + key.text() + HEADER_END).getBytes(StandardCharsets.US_ASCII);
    }

    /** Without padding, and without bits that say nothing: one token has one text. */
    private static byte[] decoded(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Arrays.equals(
                    encoded(bytes).getBytes(StandardCharsets.US_ASCII), part.getBytes(StandardCharsets.UTF_8))) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like what is base64url in another way.
        }
        throw new TokenRefusal("its parts are not base64url without padding");
    }
}
