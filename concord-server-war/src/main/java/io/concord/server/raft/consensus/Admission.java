package io.concord.server.raft.consensus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may speak here: members of the same cluster, and newcomers that ask for nothing. A node that has lost its disk, or
 * that belongs to another cluster, or that does not read the cluster's formats, neither votes nor is voted for nor leads.
 */
final class Admission {
    private Admission() {}

    /** Why a message must not be heard; null when it may. */
    static @Nullable String refusal(
            @Nullable UUID cluster, Membership membership, FormatLevels levels, Envelope envelope) {
        var stranger = refusalOfStranger(cluster, membership, envelope);
        return stranger == null ? levels.refusal(membership, envelope.from()) : stranger;
    }

    private static @Nullable String refusalOfStranger(
            @Nullable UUID cluster, Membership membership, Envelope envelope) {
        if (cluster == null || cluster.equals(envelope.cluster())) {
            return null;
        }
        if (envelope.cluster() != null) {
            return "member '" + envelope.from() + "' belongs to cluster " + envelope.cluster() + "; this is cluster "
                    + cluster + ". Check its addresses and its data directory";
        }
        if (isAnswer(envelope.message()) || membership.counts(envelope.from(), envelope.incarnation())) {
            return null;
        }
        return "member '" + envelope.from()
                + "' has a new data directory and wants to found a cluster; this is cluster " + cluster
                + ". It has no vote until an operator promotes it: set concord.cluster.bootstrap=false there";
    }

    /** What a newcomer says to a leader that it listens to. */
    private static boolean isAnswer(Message message) {
        return message instanceof Message.Appended
                || message instanceof Message.AppendRefused
                || message instanceof Message.HeartbeatAnswer
                || message instanceof Message.SnapshotProgress
                || message instanceof Message.ReadQuestion
                || message instanceof Message.PreVoteAnswer
                || message instanceof Message.VoteAnswer;
    }
}
