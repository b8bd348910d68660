package io.concord.core.protocol;

import java.util.Locale;

/**
 * The stable {@code code} of an {@code application/problem+json} body (RFC 9457), with its HTTP status and what it says
 * about the request's effect.
 */
public enum ErrorCode {
    INVALID_REQUEST(400, Effect.REFUSED, "The request is malformed"),
    INVALID_KEY(400, Effect.REFUSED, "The key is not valid"),
    UNAUTHORIZED(401, Effect.REFUSED, "A valid bearer token is needed"),
    TOKEN_REVOKED(401, Effect.REFUSED, "The token has been revoked"),
    FORBIDDEN(403, Effect.REFUSED, "The token does not allow this"),
    NOT_FOUND(404, Effect.REFUSED, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, Effect.REFUSED, "The path does not support this method"),
    NOT_ACCEPTABLE(406, Effect.REFUSED, "The answer cannot be given in a form the caller accepts"),
    CONFLICT(409, Effect.REFUSED, "The state of the cluster does not allow this now"),
    UPGRADE_UNFINISHED(409, Effect.REFUSED, "The upgrade of the cluster is not finished"),
    COMPACTED(410, Effect.REFUSED, "The revision is no longer known"),
    PRECONDITION_FAILED(412, Effect.REFUSED, "The entry is not in the required state"),
    TOO_LARGE(413, Effect.REFUSED, "The value is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, Effect.REFUSED, "The content type is not valid"),
    NOT_A_NUMBER(409, Effect.REFUSED, "The value cannot be added to"),
    LEASE_NOT_FOUND(404, Effect.REFUSED, "There is no such lease"),
    NAMESPACE_NOT_FOUND(404, Effect.REFUSED, "There is no such namespace"),
    REQUEST_ID_REUSED(422, Effect.REFUSED, "The request id was used for another operation"),
    TOO_MANY_REQUESTS(429, Effect.UNAVAILABLE, "More is asked for than is allowed now"),
    INTERNAL(500, Effect.INDETERMINATE, "The server has a defect"),
    CLUSTER_NOT_READY(503, Effect.UNAVAILABLE, "The cluster has no leader"),
    UNAVAILABLE(503, Effect.UNAVAILABLE, "The node cannot serve the request now"),
    TIMEOUT(504, Effect.INDETERMINATE, "The outcome is unknown"),
    STORAGE_FULL(507, Effect.REFUSED, "There is no room for more");

    /** What a failed request has done: the three words for failure. */
    public enum Effect {
        /** The state or the rules said no; the same request gets the same answer. */
        REFUSED,
        /** Nothing happened; a retry is safe. */
        UNAVAILABLE,
        /** It may have happened; retry only with the same request id. */
        INDETERMINATE
    }

    private final int status;
    private final Effect effect;
    private final String title;

    ErrorCode(int status, Effect effect, String title) {
        this.status = status;
        this.effect = effect;
        this.title = title;
    }

    /** The code as it stands in the body, such as {@code precondition-failed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public Effect effect() {
        return effect;
    }

    public String title() {
        return title;
    }
}
