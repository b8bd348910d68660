package io.concord.jcache.codec;

import io.concord.jcache.api.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text and its bytes, strictly: nothing is replaced. A {@code String} may hold halves of characters, which no UTF-8 has. */
final class Texts {
    private Texts() {}

    static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Of any string, two bytes a unit, the higher one first. */
    static byte[] units(String text) {
        var bytes = ByteBuffer.allocate(2 * text.length());
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    /** The string of these units, which is ill-formed: others are written as UTF-8. */
    static String ofUnits(byte[] bytes) {
        var text = ByteBuffer.wrap(bytes).asCharBuffer().toString();
        if (bytes.length % 2 != 0 || isWellFormed(text)) {
            throw new UndecodableException("the units of a string are an odd number of bytes, or well-formed text");
        }
        return text;
    }

    static String decode(ByteBuffer bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableException("the bytes of a text are not " + charset.name(), e);
        }
    }
}
