package io.concord.server.http;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;

/** What is said where the container, not Concord, refused a request: it gives a status and nothing worth showing. */
final class ContainerProblems {
    private ContainerProblems() {}

    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> new Problem(ErrorCode.UNAUTHORIZED, BearerToken.NONE);
            case 403 -> new Problem(ErrorCode.FORBIDDEN, "the token has no group that allows this");
            case 404 -> new Problem(ErrorCode.NOT_FOUND, "no such path; entries are at /v1/kv/{key}");
            case 405 -> new Problem(ErrorCode.METHOD_NOT_ALLOWED, "the Allow header names those that it does");
            case 406 -> new Problem(ErrorCode.NOT_ACCEPTABLE, "widen the Accept header");
            case 413 -> new Problem(ErrorCode.TOO_LARGE, "the body is larger than the server reads");
            case 415 -> new Problem(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "the content type is type/subtype");
            default ->
                status >= 500
                        ? new Problem(ErrorCode.INTERNAL, "the log of the node has the details")
                        : new Problem(
                                ErrorCode.INVALID_REQUEST,
                                RequestHead.PATH_RULE
                                        + ", and the headers well-formed (a Content-Type is type/subtype)");
        };
    }

    /** The same, where a servlet refuses what JAX-RS would. */
    static RequestFailure asFailure(ErrorCode code) {
        return new RequestFailure(code, ofStatus(code.status()).detail());
    }
}
