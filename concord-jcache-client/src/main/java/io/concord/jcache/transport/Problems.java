package io.concord.jcache.transport;

import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what is needed of JSON that Concord writes: the first text member of a name. It is for messages and hints alone. */
final class Problems {
    private static final int SHOWN_CHARACTERS_MAX = 300;

    private Problems() {}

    /** The code of a problem document, as an error that this release knows. */
    static Optional<ErrorCode> code(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return member(text, "code")
                .flatMap(code -> Arrays.stream(ErrorCode.values())
                        .filter(known -> known.code().equals(code))
                        .findFirst());
    }

    /** The detail of a problem document, or what there is instead; escaped and short. */
    static String detail(byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        var shown = member(text, "detail").orElse(text);
        return Escaped.text(
                shown.length() > SHOWN_CHARACTERS_MAX ? shown.substring(0, SHOWN_CHARACTERS_MAX) + "…" : shown);
    }

    /** The value of the first member of this name, if it is a text; escapes stay as they are. */
    static Optional<String> member(String json, String name) {
        var matcher =
                Pattern.compile('"' + Pattern.quote(name) + "\"\\s*:\\s*\"").matcher(json);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int end = endOfText(json, matcher.end());
        return end < 0 ? Optional.empty() : Optional.of(json.substring(matcher.end(), end));
    }

    /** By hand: a regular expression takes a frame of the stack for each character. */
    private static int endOfText(String json, int start) {
        int at = start;
        while (at < json.length() && json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return at < json.length() ? at : -1;
    }
}
