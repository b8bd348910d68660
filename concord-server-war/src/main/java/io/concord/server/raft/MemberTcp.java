package io.concord.server.raft;

import java.util.Collection;
import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;

/**
 * JGroups' TCP, but a new view takes no connection from a member. JGroups 5.4.13 forgets the connection of one whose port it does
 * not know yet when the view comes, and leaves it open if it knows the port a moment later ({@code BaseServer.retainAll}): the
 * other side goes on with that connection and refuses every new one, so that nothing ever gets to it again.
 */
public final class MemberTcp extends TCP {
    /** By JGroups, when it reads the stack. */
    public MemberTcp() {
        // The header of a message says which transport it is of.
        id = ClassConfigurator.getProtocolId(TCP.class);
    }

    /** Closes the connections of all who are no members, and then alone forgets them. */
    @Override
    public void retainAll(Collection<Address> members) {
        srv.forAllConnections((peer, connection) -> {
            if (!members.contains(peer) && !is_member.test((PhysicalAddress) peer)) {
                srv.removeConnectionIfPresent(peer, connection);
            }
        });
    }
}
