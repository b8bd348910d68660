package io.concord.server.raft;

import io.concord.server.config.HostPort;
import java.util.Optional;
import org.jgroups.Event;
import org.jgroups.stack.IpAddress;

/** Where members listen, as the transport saw them last, rather than as anybody once configured it. */
final class Whereabouts {
    private final ConcordRaft protocol;

    Whereabouts(ConcordRaft protocol) {
        this.protocol = protocol;
    }

    /** Of a member; empty if it was never seen, or long ago. */
    Optional<HostPort> of(String memberId) {
        var address = protocol.addressOf(memberId);
        return address != null
                        && protocol.getDownProtocol().down(new Event(Event.GET_PHYSICAL_ADDRESS, address))
                                instanceof IpAddress place
                ? Optional.of(HostPort.of(place.getIpAddress(), place.getPort()))
                : Optional.empty();
    }
}
