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
        var matcher = Pattern.compile('"' + Pattern.quote(name) + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(json);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
