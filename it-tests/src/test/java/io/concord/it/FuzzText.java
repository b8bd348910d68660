package io.concord.it;

import java.util.List;
import java.util.Random;

/** Text that means trouble: what a parser may stumble over, and what would be a line of its own in a log. */
final class FuzzText {
    /** Must never begin a line of a log. */
    static final String FORGED_LINE = "FORGED-LINE";

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1e999",
            "NaN",
            "9223372036854775807",
            "9223372036854775808",
            "9".repeat(400),
            "0x10",
            "1.5",
            "+1");

    /** As they may stand in a path or query, whatever they mean there. */
    private static final List<String> ENCODED = List.of(
            "%00",
            "%0d%0a" + FORGED_LINE,
            "%3B",
            "%2e%2e",
            "..",
            ".",
            "//",
            ";x=y",
            "+",
            "%E2%80%AE",
            "%EF%BB%BF",
            "'",
            "%22",
            "$%7Bjndi:x%7D",
            "%25%32%46",
            "%7F",
            "%C2%85" + FORGED_LINE,
            "%E2%80%A8" + FORGED_LINE,
            "%F0%9F%98%80",
            "*",
            ":",
            "@",
            "/",
            "~");

    /** As they must not. */
    private static final List<String> MISENCODED = List.of(
            "%",
            "%2",
            "%zz",
            "%FF",
            "%C0%AF",
            "%ED%A0%80",
            "%ED%BF%BF",
            "%F4%90%80%80",
            "%2F",
            "%5C",
            "%23",
            "%u0041",
            "\"",
            "<script>",
            "${jndi:x}",
            "[]",
            "|");

    /** As bytes, one a character. */
    private static final List<String> RAW = List.of(
            "\0",
            "\1",
            "\t",
            "\b",
            "\33[31m",
            "\177",
            "\200",
            "\377",
            "\r",
            "\n",
            "\r\n",
            "\r\n" + FORGED_LINE + ": 1",
            "\n" + FORGED_LINE,
            "\303\50",
            "\355\240\200",
            "\"",
            "\\",
            ",",
            ";",
            ":",
            " ",
            "=",
            "*",
            "W/",
            "{",
            "}");

    private final Random random;

    FuzzText(Random random) {
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    int below(int n) {
        return random.nextInt(n);
    }

    String number() {
        return oneIn(4) ? Long.toString(random.nextLong()) : one(NUMBERS);
    }

    /** Mostly some tens of characters, now and then too many for anything. */
    int length() {
        return switch (random.nextInt(400)) {
            case 0 -> 70_000;
            case 1, 2 -> 9_000;
            case 3, 4 -> 1_025;
            case 5, 6 -> 1_024;
            case 7, 8, 9 -> 0;
            default -> 1 + random.nextInt(40);
        };
    }

    String word() {
        return Character.toString('a' + random.nextInt(26)).repeat(1 + random.nextInt(8));
    }

    String encoded() {
        var text = new StringBuilder();
        for (var i = random.nextInt(4); i >= 0; i--) {
            text.append(oneIn(3) ? word() : one(oneIn(12) ? MISENCODED : ENCODED));
        }
        return oneIn(30) ? text + "a".repeat(length()) : text.toString();
    }

    String raw() {
        var text = new StringBuilder();
        for (var i = random.nextInt(4); i >= 0; i--) {
            text.append(oneIn(2) ? word() : one(RAW));
        }
        return text.toString();
    }

    /** Visible ASCII, so that the request around it stays whole. */
    String visible() {
        var text = new StringBuilder();
        for (var i = length(); i > 0; i--) {
            text.append((char) (0x21 + random.nextInt(0x7f - 0x21)));
        }
        return text.toString();
    }

    /** A text with bytes changed, lost or doubled. */
    String damaged(String text) {
        var damaged = new StringBuilder(text);
        for (var i = 1 + random.nextInt(4); i > 0 && damaged.length() > 0; i--) {
            var at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, (char) random.nextInt(256));
                case 1 -> damaged.deleteCharAt(at);
                case 2 -> damaged.insert(at, one(RAW));
                default -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 8)));
            }
        }
        return damaged.toString();
    }
}
