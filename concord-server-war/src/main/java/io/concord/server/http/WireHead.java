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
    private static final String END = "\r\n";
    private static final Pattern REQUEST_LINE = Pattern.compile("(?:.* )?\\S+ \\S+ HTTP/\\d\\.\\d");
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Z-]{0,31}");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    /** Of control characters, a header may hold the tab. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

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
            if (REQUEST_LINE.matcher(line).matches()) {
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
            var header = HEADER.matcher(line);
            if (CONTROL.matcher(line).find() || !header.matches()) {
                throw invalid("the header '" + Escaped.text(line.substring(0, Math.min(line.length(), 64)))
                        + "' is not 'name: value' on one line, without a blank before the colon");
            }
            lengths += delimits(header.group(1), header.group(2).strip()) ? 1 : 0;
        }
        if (lengths > 1) {
            throw invalid("the end of the body is not clear; give one Content-Length or one Transfer-Encoding");
        }
        return this;
    }

    /** Whether its body comes in chunks, of whose sizes only the container knows. */
    boolean isChunked() {
        return lines.stream().anyMatch(line -> line.regionMatches(true, 0, "Transfer-Encoding:", 0, 18));
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

    private static boolean delimits(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            if (!LENGTH.matcher(value).matches()) {
                throw invalid("the Content-Length is '" + Escaped.text(value) + "'; it is a number, without a sign");
            }
            return true;
        }
        return name.equalsIgnoreCase("Transfer-Encoding");
    }

    private static RequestFailure invalid(String detail) {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, detail);
    }
}
