package io.concord.server.service;

import io.concord.core.model.RequestId;

/**
 * What all writes have in common.
 *
 * @param caller who asks
 * @param requestId the caller's or one made up by the node; the operation is carried out at most once under it
 * @param deadline when the caller stops waiting
 */
public record WriteContext(Caller caller, RequestId requestId, Deadline deadline) {}
