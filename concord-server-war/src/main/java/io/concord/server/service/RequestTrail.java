package io.concord.server.service;

import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.model.RequestId;

/**
 * Who hears what one request asks for, as it is decided: the audit. What a request needed is known only where it is decided,
 * so nobody has to list what is worth recording. Safe for use by many threads.
 */
public interface RequestTrail {
    /** Nobody. */
    RequestTrail NONE = new RequestTrail() {};

    /**
     * The caller has been found to be allowed what the request needs, or not to be. Called before anything is done.
     *
     * @throws RequestFailure if it is, and what it does must be recorded and cannot be
     */
    default void decided(Verb verb, boolean granted) {}

    /** A write is on its way to the log. */
    default void submitted(RequestId requestId, Operation operation) {}

    /** What became of a write; not called for one in doubt. */
    default void settled(RequestId requestId, Outcome outcome) {}
}
