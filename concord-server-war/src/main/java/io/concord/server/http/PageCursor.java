package io.concord.server.http;

import io.concord.core.format.ByteReader;
import io.concord.core.format.ByteWriter;
import io.concord.core.format.FormatException;
import io.concord.core.model.Key;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.QueryParameters;
import io.concord.server.service.RequestFailure;
import java.util.Base64;

/**
 * Where the next page of a range begins. Opaque to callers, and good on every node: u8 version 1, i64 revision, i32 hash of
 * the range it belongs to, string last key, in base64url.
 *
 * @param revision of which all pages are
 * @param range a hash of what was asked for: with another range the cursor means nothing
 * @param last the last key of the page before
 */
record PageCursor(long revision, int range, Key last) {
    private static final int VERSION = 1;

    String text() {
        byte[] bytes = new ByteWriter()
                .u8(VERSION)
                .i64(revision)
                .i32(range)
                .string(last.text())
                .toByteArray();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @param expectedRange the hash of what is asked for now */
    static PageCursor parse(String text, int expectedRange) {
        try {
            var in = new ByteReader("cursor", Base64.getUrlDecoder().decode(text));
            in.expectVersion(VERSION);
            var cursor = new PageCursor(in.i64(), in.i32(), new Key(in.string()));
            in.expectEnd();
            if (cursor.revision >= 0 && cursor.range == expectedRange) {
                return cursor;
            }
        } catch (IllegalArgumentException | FormatException e) {
            // Refused below: InvalidValueException is one, too.
        }
        throw new RequestFailure(
                ErrorCode.INVALID_REQUEST,
                "query parameter '" + QueryParameters.CURSOR
                        + "' is not one that an answer to the same range has given; begin again without it");
    }
}
