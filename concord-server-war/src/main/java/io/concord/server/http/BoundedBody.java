package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the body of a request, and never more of it than a limit.
 *
 * @param what it is called where it is too large
 * @param limit where the limit holds, or what it is called in the configuration
 */
record BoundedBody(String what, int bytesMax, String limit) {
    /** @throws RequestFailure if it is too large, or does not come whole and in time */
    byte[] read(HttpServletRequest request, InputStream body) {
        if (request.getContentLengthLong() > bytesMax) {
            throw tooLarge(Long.toString(request.getContentLengthLong()));
        }
        try {
            var bytes = body.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw tooLarge("more than " + bytesMax);
            }
            return bytes;
        } catch (IOException e) {
            throw cutOff();
        }
    }

    static RequestFailure cutOff() {
        return new RequestFailure(ErrorCode.INVALID_REQUEST, "the body ended before all of it had come");
    }

    private RequestFailure tooLarge(String size) {
        return new RequestFailure(
                ErrorCode.TOO_LARGE, what + " is " + size + " bytes; the limit is " + bytesMax + " " + limit);
    }
}
