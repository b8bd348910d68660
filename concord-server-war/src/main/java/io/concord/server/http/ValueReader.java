package io.concord.server.http;

import io.concord.core.model.EntryName;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;
import io.concord.server.service.StoreService;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the body of a put, and never more of it than a value may have. */
final class ValueReader {
    private static final String DEFAULT_CONTENT_TYPE = "application/octet-stream";

    private final StoreService store;

    ValueReader(StoreService store) {
        this.store = store;
    }

    Value read(HttpServletRequest request, InputStream body, EntryName at) {
        if (request.getContentLengthLong() > store.limits().valueBytesMax()) {
            throw store.valueTooLarge(at, Long.toString(request.getContentLengthLong()));
        }
        if (request.getHeader("Content-Encoding") != null) {
            throw new RequestFailure(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "a value is stored as it comes and its Content-Encoding would be lost; send it without one");
        }
        try {
            var bytes = body.readNBytes(store.limits().valueBytesMax() + 1);
            if (bytes.length > store.limits().valueBytesMax()) {
                throw store.valueTooLarge(at, "more than " + store.limits().valueBytesMax());
            }
            return Value.of(bytes, Optional.ofNullable(request.getContentType()).orElse(DEFAULT_CONTENT_TYPE));
        } catch (IOException e) {
            throw BoundedBody.cutOff();
        }
    }
}
