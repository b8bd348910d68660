package io.concord.server.service;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;

/**
 * What all writes to one key have in common.
 *
 * @param caller who asks
 * @param requestId the caller's or one made up by the node; the command is applied at most once under it
 * @param deadline when the caller stops waiting
 */
public record WriteRequest(
        Caller caller,
        RequestId requestId,
        Namespace namespace,
        Key key,
        Precondition precondition,
        Deadline deadline) {}
