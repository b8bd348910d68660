package io.concord.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bodies, and the headers that delimit them rightly or wrongly; one character a byte. */
final class FuzzBodies {
    private static final int BOMB_BYTES = 64 << 20;
    private static final String GZIP_BOMB = gzipBomb();
    private static final String TOO_LARGE = "x".repeat((1 << 20) + 1);
    private static final List<String> JSON = List.of(
            "[".repeat(10_000) + "]".repeat(10_000),
            "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
            "{\"a\":1e" + "9".repeat(200) + "}",
            "{\"a\":" + "9".repeat(20_000) + "}",
            "{\"key\":\"\\ud800\",\"value\":\"\\udfff\\ud800\"}",
            "{\"key\":\"\\u0000\\r\\n" + FuzzText.FORGED_LINE + "\"}",
            "{\"a\":1,\"a\":2}",
            "\uFEFF{}".transform(FuzzBodies::latin1),
            "{\"a\":\"\355\240\200\"}",
            "{'a':NaN}",
            "[1,]",
            "null",
            "\"" + "x".repeat(100_000) + "\"",
            "");

    private final FuzzText text;

    FuzzBodies(FuzzText text) {
        this.text = text;
    }

    /** Header lines and body of a request whose body is where its headers say. */
    String whole() {
        var body = text.oneIn(200) ? TOO_LARGE : text.oneIn(50) ? GZIP_BOMB : json();
        var encoding = text.oneIn(4)
                ? "Content-Encoding: " + text.one(List.of("gzip", "deflate", "br", "identity", "gzip, gzip", "x"))
                        + "\r\n"
                : "";
        var type = text.oneIn(3) ? "" : "Content-Type: " + contentType() + "\r\n";
        return text.oneIn(3)
                ? type + encoding + "Transfer-Encoding: chunked\r\n\r\n" + chunk(body) + "0\r\n\r\n"
                : type + encoding + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Header lines and body of a request that nobody can tell the end of. */
    String misframed() {
        var body = text.oneIn(4) ? json() : text.word();
        return switch (text.below(14)) {
            case 0 ->
                "Content-Length: " + body.length() + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(body)
                        + "0\r\n\r\n";
            case 1 -> "Content-Length: 1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            case 2 -> "Content-Length: " + text.number() + "\r\n\r\n" + body;
            case 3 -> "Content-Length: " + text.raw() + "\r\n\r\n" + body;
            case 4 -> "Content-Length: " + (body.length() + 1 + text.below(1000)) + "\r\n\r\n" + body;
            case 5 ->
                "Transfer-Encoding: " + text.one(List.of("gzip", "chunked, chunked", "x", "chunked;q=1", " "))
                        + "\r\n\r\n" + chunk(body) + "0\r\n\r\n";
            case 6 ->
                chunked(text.one(List.of("-1", "FFFFFFFFFFFFFFFF", "7FFFFFFF", "80000000", "0x5", "", " 5", "5 ", "g"))
                        + "\r\n" + body + "\r\n0\r\n\r\n");
            case 7 -> chunked((body.length() + 3) + "\r\n" + body + "\r\n0\r\n\r\n");
            case 8 -> chunked(chunk(body));
            case 9 -> chunked(chunk(body) + "0\r\n" + text.word() + ": " + text.raw() + "\r\n\r\n");
            case 10 -> chunked("1;" + text.visible() + "\r\nx\r\n0\r\n\r\n");
            case 11 -> chunked("1\nx\n0\n\n");
            case 12 -> chunked(text.raw());
            default -> "Content-Length: " + body.length() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        };
    }

    private String json() {
        var body = text.oneIn(3) ? text.raw() : text.one(JSON);
        return text.oneIn(4) ? text.damaged(body) : body;
    }

    private String contentType() {
        return text.one(List.of(
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/json;charset=utf-99",
                "nonsense",
                "/",
                "a/b;".repeat(500),
                "*/*",
                text.visible()));
    }

    private static String chunked(String body) {
        return "Transfer-Encoding: chunked\r\n\r\n" + body;
    }

    private static String chunk(String body) {
        return body.isEmpty() ? "" : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    }

    private static String gzipBomb() {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[BOMB_BYTES]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
