package io.concord.jcache.transport;

import io.concord.core.format.FormatException;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchCodec;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads an HTTP answer to a batch as docs/batch-format.md has it, and whatever else a proxy or a stranger may say. */
final class AnswerReader {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,8}");

    private AnswerReader() {}

    static Answer read(HttpResponse<byte[]> response) {
        if (response.statusCode() == OK) {
            return replied(response);
        }
        var detail = Problems.detail(response.body());
        if (response.statusCode() == UNAUTHORIZED) {
            return new Answer.Unauthorized(detail);
        }
        var code = Problems.code(response.body());
        return code.map(known -> problem(known, detail, response))
                .orElseGet(() -> stranger(response.statusCode(), detail));
    }

    private static Answer problem(ErrorCode code, String detail, HttpResponse<byte[]> response) {
        return switch (code.effect()) {
            case REFUSED -> new Answer.Refused(code.code(), detail);
            case UNAVAILABLE -> new Answer.NotServed(code.code() + ": " + detail, false, restNanos(code, response));
            case INDETERMINATE -> new Answer.NotServed(code.code() + ": " + detail, true);
        };
    }

    /**
     * Only where the caller has asked for too much is waiting the cure (RFC 6585 §4): what is unavailable may be available
     * elsewhere, or again, long before a whole second is over.
     */
    private static long restNanos(ErrorCode code, HttpResponse<byte[]> response) {
        var seconds = response.headers().firstValue("Retry-After").orElse("");
        return code == ErrorCode.TOO_MANY_REQUESTS && SECONDS.matcher(seconds).matches()
                ? TimeUnit.SECONDS.toNanos(Long.parseLong(seconds))
                : 0;
    }

    /** Not a word of Concord's: a proxy, which says 502 or 504 also of what has gone through. */
    private static Answer stranger(int status, String detail) {
        return new Answer.NotServed("status " + status + ": " + detail, status >= SERVER_ERROR);
    }

    private static Answer replied(HttpResponse<byte[]> response) {
        var type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.equals(BatchCodec.MEDIA_TYPE)) {
            return new Answer.NotServed("the answer is not a batch but '" + type + "'", true);
        }
        try {
            return new Answer.Replied(BatchCodec.decodeResponse(response.body()));
        } catch (FormatException e) {
            return new Answer.NotServed("the answer cannot be read: " + e.getMessage(), true);
        }
    }
}
