package io.concord.cli.remote;

import io.concord.cli.console.ExitCodes;
import io.concord.core.model.Escaped;
import io.concord.core.protocol.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an answer with a status of 300 or more means. */
final class Problems {
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private Problems() {}

    /** Whether the same request may be sent to the next endpoint. */
    static boolean isUnavailable(String body) {
        return member(body, "effect")
                .filter(word(ErrorCode.Effect.UNAVAILABLE)::equals)
                .isPresent();
    }

    static RemoteFailure failure(URI endpoint, int status, String body) {
        var code = member(body, "code");
        var detail = member(body, "detail");
        if (code.isEmpty() || detail.isEmpty()) {
            return new RemoteFailure(
                    status >= SERVER_ERROR ? ExitCodes.UNAVAILABLE : ExitCodes.REFUSED,
                    endpoint + " answered " + status + " without saying why; is it the right address?");
        }
        return RemoteFailure.told(
                exitCode(status, member(body, "effect")),
                code.get(),
                Escaped.text(detail.get()) + " (" + Escaped.text(code.get()) + ", " + status + ")");
    }

    private static int exitCode(int status, Optional<String> effect) {
        if (status == NOT_FOUND) {
            return ExitCodes.NOT_FOUND;
        }
        return effect.flatMap(Problems::known)
                .map(known -> switch (known) {
                    case REFUSED -> ExitCodes.REFUSED;
                    case UNAVAILABLE -> ExitCodes.UNAVAILABLE;
                    case INDETERMINATE -> ExitCodes.INDETERMINATE;
                })
                .orElse(ExitCodes.REFUSED);
    }

    private static Optional<ErrorCode.Effect> known(String text) {
        return Arrays.stream(ErrorCode.Effect.values())
                .filter(effect -> word(effect).equals(text))
                .findFirst();
    }

    private static String word(ErrorCode.Effect effect) {
        return effect.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> member(String body, String name) {
        try (var reader = Json.createReader(new StringReader(body))) {
            return reader.read() instanceof JsonObject object && object.get(name) instanceof JsonString text
                    ? Optional.of(text.getString())
                    : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
