package io.concord.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text on its way to a stream, in UTF-8: a value of megabytes is never in memory a second time. */
final class JsonBytes {
    /** A multiple of three, so that the pieces of a value add up to the encoding of the whole. */
    private static final int BASE64_PIECE_BYTES = 3 << 10;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final PassingBuffer out;

    JsonBytes(OutputStream out) {
        this.out = new PassingBuffer(out);
    }

    /** How many bytes there have been so far. */
    long count() {
        return out.count();
    }

    /** Writes text as it stands. */
    JsonBytes raw(String text) throws IOException {
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            write(octet);
        }
        return this;
    }

    JsonBytes number(long number) throws IOException {
        return raw(Long.toString(number));
    }

    /** Writes a string with its quotes. */
    JsonBytes string(String text) throws IOException {
        return string(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes bytes that are UTF-8 as a string with its quotes. */
    JsonBytes string(ByteBuffer utf8) throws IOException {
        write('"');
        while (utf8.hasRemaining()) {
            escaped(utf8.get());
        }
        write('"');
        return this;
    }

    /** Writes bytes as a string in Base64 with its quotes. */
    JsonBytes base64(ByteBuffer bytes) throws IOException {
        write('"');
        while (bytes.hasRemaining()) {
            var piece = new byte[Math.min(BASE64_PIECE_BYTES, bytes.remaining())];
            bytes.get(piece);
            for (var octet : Base64.getEncoder().encode(piece)) {
                write(octet);
            }
        }
        write('"');
        return this;
    }

    /** Writes a valid JSON text on one line: a line break in it can only be white space between its tokens. */
    JsonBytes onOneLine(ByteBuffer json) throws IOException {
        while (json.hasRemaining()) {
            var octet = json.get();
            write(octet == '\n' || octet == '\r' ? (byte) ' ' : octet);
        }
        return this;
    }

    /** Hands everything to the stream, and the stream's to the network. */
    void flush() throws IOException {
        out.flush();
    }

    private void escaped(byte octet) throws IOException {
        if (octet == '"' || octet == '\\') {
            write('\\');
            write(octet);
        } else if (octet >= 0 && octet < 0x20) {
            raw("\\u00");
            write(HEX[octet >> 4]);
            write(HEX[octet & 0xf]);
        } else {
            write(octet);
        }
    }

    private void write(char ascii) throws IOException {
        write((byte) ascii);
    }

    private void write(byte octet) throws IOException {
        out.write(octet);
    }
}
