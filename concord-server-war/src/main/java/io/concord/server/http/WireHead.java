package io.concord.server.http;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The head of a request, byte by byte as it came: what Open Liberty drops, mends or lets pass before an application sees it
 * (a Content-Length that is no number, one beside chunks, a blank before a colon, a line that ends in half), another server
 * or proxy may read otherwise, and take a part of one request for another. The rules are those of RFC 9112 for whoever makes
 * a request, without what it lets servers forgive.
 *
 * @param lines the request line and the headers, each without its end
 */
record WireHead(List<String> lines) {
    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String TRANSFER_ENCODING = "Transfer-Encoding";
    private static final String END = "\r\n";
    private static final Pattern REQUEST_LINE = Pattern.compile("(?:.* )?\\S+ \\S+ HTTP/\\d\\.\\d");
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,31}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private static final String VERSION = " HTTP/";
    private static final int VERSION_LENGTH = " HTTP/1.1".length();

    /** What a name may have beside letters and digits (RFC 9110 §5.6.2). */
    private static final String NAME_SYMBOLS = "!#$%&'*+-.^_`|~";

    /**
     * The last head in what was read, which may begin with requests before it on the same connection: their bodies need not
     * end with a line.
     *
     * @param read one character a byte, up to where the body begins
     * @param method of the request as the container has understood it, which does not tell small letters from capital ones
     * @throws RequestFailure {@link ErrorCode#INVALID_REQUEST} if its lines are not clear
     */
    static WireHead last(String read, String method) {
        if (!read.endsWith(END + END)) {
            throw invalid("each line of its head must end with CR LF, and the head with an empty line");
        }
        var lines = new ArrayList<String>();
        var end = read.length() - 2 * END.length();
        while (true) {
            var start = read.lastIndexOf('\n', end - 1) + 1;
            var line = read.substring(start, end);
            if (isRequestLine(line)) {
                lines.add(0, withoutBodyBefore(line, method));
                return new WireHead(lines);
            }
            lines.add(0, line);
            if (start < END.length() || read.charAt(start - END.length()) != '\r') {
                throw invalid("its first line must be 'METHOD target HTTP/1.1', and each line end with CR LF");
            }
            end = start - END.length();
        }
    }

    private static String withoutBodyBefore(String line, String method) {
        var start = line.lastIndexOf(' ', line.lastIndexOf(' ') - 1) - method.length();
        return start > 0 && line.regionMatches(true, start, method, 0, method.length()) ? line.substring(start) : line;
    }

    /**
     * Fails with {@link ErrorCode#INVALID_REQUEST} unless everybody reads it alike.
     *
     * @return this
     */
    WireHead check() {
        checkRequestLine(lines.get(0));
        var lengths = 0;
        for (var line : lines.subList(1, lines.size())) {
            var colon = line.indexOf(':');
            if (!isName(line, colon) || !isValue(line, colon + 1)) {
                throw invalid("the header '" + Escaped.text(line.substring(0, Math.min(line.length(), 64)))
                        + "' is not 'name: value' on one line, without a blank before the colon");
            }
            lengths += delimits(line, colon) ? 1 : 0;
        }
        if (lengths > 1) {
            throw invalid("the end of the body is not clear; give one Content-Length or one Transfer-Encoding");
        }
        return this;
    }

    /** Whether its body comes in chunks, of whose sizes only the container knows. */
    boolean isChunked() {
        return lines.stream().anyMatch(line -> isNamed(line, line.indexOf(':'), TRANSFER_ENCODING));
    }

    private static void checkRequestLine(String line) {
        var parts = line.split(" ", -1);
        if (!METHOD.matcher(parts[0]).matches()) {
            throw invalid("the method is '" + Escaped.text(parts[0]) + "'; a method is written in capital letters");
        }
        if (parts.length != 3) {
            throw invalid("its first line must be 'METHOD target HTTP/1.1'");
        }
        if (!parts[1].startsWith("/") && !parts[1].equals("*")) {
            throw invalid("the target must be a path, without scheme and host");
        }
    }

    /** The quick look first: most lines are headers. */
    private static boolean isRequestLine(String line) {
        return line.startsWith(VERSION, line.length() - VERSION_LENGTH)
                && REQUEST_LINE.matcher(line).matches();
    }

    private static boolean isName(String line, int end) {
        for (var i = 0; i < end; i++) {
            var each = line.charAt(i);
            var alphanumeric = isBetween(each, 'a', 'z') || isBetween(each, 'A', 'Z') || isBetween(each, '0', '9');
            if (!alphanumeric && NAME_SYMBOLS.indexOf(each) < 0) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isBetween(char each, char first, char last) {
        return each >= first && each <= last;
    }

    /** Of control characters, it may hold the tab. */
    private static boolean isValue(String line, int start) {
        for (var i = start; i < line.length(); i++) {
            var each = line.charAt(i);
            if ((each < ' ' && each != '\t') || each == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean delimits(String line, int colon) {
        if (isNamed(line, colon, CONTENT_LENGTH)) {
            var value = line.substring(colon + 1).strip();
            if (!LENGTH.matcher(value).matches()) {
                throw invalid("the Content-Length is '" + Escaped.text(value) + "'; it is a number, without a sign");
            }
            return true;
        }
        return isNamed(line, colon, TRANSFER_ENCODING);
    }

    private static boolean isNamed(String line, int colon, String name) {
        return colon == name.length() && line.regionMatches(true, 0, name, 0, colon);
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
