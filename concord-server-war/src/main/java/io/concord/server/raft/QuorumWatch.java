package io.concord.server.raft;

import io.concord.server.events.ClusterEvent;
import io.concord.server.events.QuorumLost;
import io.concord.server.events.QuorumRegained;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Notices when the majority goes and comes; a node that has never had one has not lost any. On one thread. */
final class QuorumWatch {
    private static final System.Logger LOG = System.getLogger(QuorumWatch.class.getName());

    private enum State {
        NEVER,
        THERE,
        LOST
    }

    private final String node;
    private final Quorum quorum;
    private final Consumer<ClusterEvent> events;
    private State state = State.NEVER;

    QuorumWatch(String node, Quorum quorum, Consumer<ClusterEvent> events) {
        this.node = node;
        this.quorum = quorum;
        this.events = events;
    }

    /** To be called again and again. */
    void look() {
        if (quorum.isReachable()) {
            if (state == State.LOST) {
                LOG.log(Level.INFO, "{0} reaches a majority of the members again", node);
                events.accept(new QuorumRegained(node));
            }
            state = State.THERE;
        } else if (state == State.THERE) {
            state = State.LOST;
            var reachable = quorum.reachable();
            var majority = quorum.majority();
            LOG.log(
                    Level.WARNING,
                    "{0} reaches {1} of the voting members, and {2} are needed: it serves stale reads alone",
                    node,
                    reachable,
                    majority);
            events.accept(new QuorumLost(node, reachable, majority));
        }
    }
}
