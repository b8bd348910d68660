package io.concord.server.raft;

import io.concord.core.command.Command;
import io.concord.core.command.CommandCodec;
import java.lang.System.Logger.Level;
import java.time.Clock;
import org.jgroups.JChannel;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.election.BaseElection;

/**
 * The jobs that keep a quiet cluster in motion: noticing a change of leader, the Noop of a new term, telling the members
 * how this node is, and the cure of two ways in which JGroups-raft can stay without a leader for ever.
 */
final class Heartbeat {
    private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());
    private static final long LEADERSHIP_MILLIS = 20;
    private static final long REPORT_MILLIS = 500;
    private static final long CURE_MILLIS = 1_000;

    /** Rounds of {@link #CURE_MILLIS} without a leader before this node asks for a vote. */
    private static final int PATIENCE_ROUNDS = 3;

    private final JChannel channel;
    private final RAFT raft;
    private final RaftCluster cluster;
    private final Postbox postbox;
    private final Submitter submitter;
    private final Clock clock;
    private Leadership leadership = Leadership.NONE;
    private int roundsWithoutLeader;

    Heartbeat(JChannel channel, RAFT raft, RaftCluster cluster, Postbox postbox, Submitter submitter, Clock clock) {
        this.channel = channel;
        this.raft = raft;
        this.cluster = cluster;
        this.postbox = postbox;
        this.submitter = submitter;
        this.clock = clock;
    }

    /** All jobs run one after the other on the pulse's thread. */
    void start(Pulse pulse) {
        pulse.every(LEADERSHIP_MILLIS, "leadership", this::watchLeadership);
        pulse.every(REPORT_MILLIS, "report", () -> postbox.send(null, new PeerMessage.Report(cluster.localReport())));
        pulse.every(CURE_MILLIS, "cure", this::cure);
    }

    private void watchLeadership() {
        var now = new Leadership(raft.leader(), raft.currentTerm(), raft.isLeader());
        if (now.equals(leadership)) {
            return;
        }
        leadership = now;
        submitter.leadershipChanged(now);
        var report = cluster.localReport();
        LOG.log(
                Level.INFO,
                "{0} is {1} in term {2}, leader is {3}",
                report.id(),
                report.role(),
                Long.toString(now.term()),
                report.leader().isEmpty() ? "not known" : report.leader());
        if (now.self()) {
            appendNoop();
        }
    }

    /**
     * An entry of the own term commits what the terms before left behind (Raft §8), and is what a member needs that
     * missed the announcement of the leader while the log was empty.
     */
    private void appendNoop() {
        submitter.submit(CommandCodec.encode(new Command.Noop(clock.millis())));
    }

    private void cure() {
        if (leadership.self()) {
            roundsWithoutLeader = 0;
            if (cluster.someoneFollowsNobody()) {
                appendNoop();
            }
        } else if (leadership.leader() == null && cluster.isReachable() && isCoordinator()) {
            askForVote();
        } else {
            roundsWithoutLeader = 0;
        }
    }

    /** Votes follow changes of the view; one that came to nothing is not repeated by the library. */
    private void askForVote() {
        if (++roundsWithoutLeader < PATIENCE_ROUNDS) {
            return;
        }
        roundsWithoutLeader = 0;
        BaseElection election = RAFT.findProtocol(BaseElection.class, raft, true);
        if (election != null && !election.isVotingThreadRunning()) {
            LOG.log(Level.INFO, "no leader although a majority can be reached: asking for a vote");
            election.startVotingThread();
        }
    }

    private boolean isCoordinator() {
        var view = channel.getView();
        return view != null && view.getCoord().equals(channel.getAddress());
    }
}
