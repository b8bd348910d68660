package io.concord.server.service;

import java.time.Duration;
import java.util.Optional;

/**
 * What a node sees of another member that it has just asked.
 *
 * @param id of the member
 * @param address of its cluster port; empty for a member that this node was not told of
 * @param contact how it answered; empty if it did not
 * @param port how its cluster port is; empty where there is no address to try
 */
public record PeerSight(String id, String address, Optional<Contact> contact, Optional<Port> port) {
    /**
     * An answer.
     *
     * @param roundTrip of a small message over the connection that consensus uses; the middle one of several
     * @param clockOffset by which the member's clock is ahead of this node's
     */
    public record Contact(Duration roundTrip, Duration clockOffset) {}

    /** What a connection to a port comes to. */
    public enum Port {
        OPEN,
        /** Nothing listens there, but the machine answers. */
        REFUSED,
        /** Nothing answers at all. */
        SILENT,
        /** The name of the machine is not known. */
        UNKNOWN_HOST
    }
}
