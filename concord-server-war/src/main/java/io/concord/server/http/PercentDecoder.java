package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict percent-decoding (RFC 3986, UTF-8): what is malformed is refused, never replaced or passed on. */
final class PercentDecoder {
    /** What RFC 3986 has neither in a path nor in a query. */
    private static final String NEVER_RAW = "\"<>[\\]^`{|}";

    private PercentDecoder() {}

    /** Decodes a path; {@code +} is a plus. */
    static String path(String encoded) {
        return decode(encoded, false);
    }

    /** Decodes a name or value of a query; {@code +} is a space, as HTML forms and most clients have it. */
    static String query(String encoded) {
        return decode(encoded, true);
    }

    private static String decode(String encoded, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(encoded.length());
        for (var i = 0; i < encoded.length(); i++) {
            var c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(octet(encoded, i));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else if (c > 0x20 && c < 0x7f && NEVER_RAW.indexOf(c) < 0) {
                bytes.write(c);
            } else {
                throw malformed("it has a character that must be percent-encoded");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("its bytes are not UTF-8");
        }
    }

    private static int octet(String encoded, int percent) {
        if (percent + 2 < encoded.length()) {
            var high = Character.digit(encoded.charAt(percent + 1), 16);
            var low = Character.digit(encoded.charAt(percent + 2), 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw malformed("a '%' is not followed by two hexadecimal digits");
    }

    private static RequestFailure malformed(String why) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, "the path or query is malformed: " + why);
    }
}
