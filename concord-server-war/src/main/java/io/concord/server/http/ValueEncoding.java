package io.concord.server.http;

import io.concord.core.model.Value;
import jakarta.json.Json;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** How the bytes of a value stand in JSON, such that whoever reads it gets them back. */
enum ValueEncoding {
    /** As a JSON value of its own: what calls itself JSON and is; only line breaks between its tokens are lost. */
    JSON {
        @Override
        void write(Value value, JsonBytes out) throws IOException {
            out.onOneLine(value.asByteBuffer());
        }
    },
    /** As a string whose UTF-8 is the bytes. */
    TEXT {
        @Override
        void write(Value value, JsonBytes out) throws IOException {
            out.string(value.asByteBuffer());
        }
    },
    /** As a string in Base64 (RFC 4648 §4). */
    BASE64 {
        @Override
        void write(Value value, JsonBytes out) throws IOException {
            out.base64(value.asByteBuffer());
        }
    };

    private static final int PIECE_CHARS = 1024;
    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    abstract void write(Value value, JsonBytes out) throws IOException;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As {@link ValueJson} does it, which has the whole value in memory. */
    static ValueEncoding of(Value value) {
        if (!ValueJson.claimsText(value) || !isUtf8(value)) {
            return BASE64;
        }
        return ValueJson.claimsJson(value) && isJson(value) ? JSON : TEXT;
    }

    private static boolean isJson(Value value) {
        // By a reader: left alone, the parser would guess the encoding and accept what is no UTF-8.
        var text = new InputStreamReader(new ByteArrayInputStream(value.toByteArray()), StandardCharsets.UTF_8);
        try (var parser = PARSERS.createParser(text)) {
            while (parser.hasNext()) {
                parser.next();
            }
            return true;
        } catch (RuntimeException e) {
            // Justification: beyond its limits, such as a thousand levels, the parser throws plain RuntimeException.
            return false;
        }
    }

    private static boolean isUtf8(Value value) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var bytes = value.asByteBuffer();
        var piece = CharBuffer.allocate(Math.min(PIECE_CHARS, bytes.remaining() + 1));
        while (true) {
            var result = decoder.decode(bytes, piece, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
            piece.clear();
        }
    }
}
