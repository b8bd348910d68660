package io.concord.server.raft.consensus;

import io.concord.core.format.FormatLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who decides: the cluster's id and its voting members, each with the incarnation of its data directory. It is an entry
 * of the log, and the newest one in a member's log is in force there (Raft §6). One voter is added, removed or replaced at
 * a time.
 *
 * <p>It also says in which formats they talk, because who is a member and what all members can read are decided together.
 *
 * @param cluster null only in a founding member that has not seen the first entry of the log
 * @param voters ordered by id
 * @param formatLevel the level of the cluster's formats; it never goes back
 */
public record Membership(@Nullable UUID cluster, List<Voter> voters, int formatLevel) {
    /** A node that does not know any cluster yet. */
    public static final Membership NONE = new Membership(null, List.of(), FormatLevel.FIRST);

    /**
     * A voting member.
     *
     * @param incarnation of its data directory; null only before the cluster is founded. A member of another incarnation
     *     has lost its disk: it has no vote
     */
    public record Voter(String id, @Nullable UUID incarnation) {
        boolean matches(@Nullable UUID other) {
            return incarnation == null || incarnation.equals(other);
        }
    }

    public Membership {
        voters = voters.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
    }

    /** What a new cluster begins with. */
    public static Membership founding(Collection<String> ids) {
        return new Membership(null, ids.stream().map(id -> new Voter(id, null)).toList(), FormatLevel.FIRST);
    }

    public int majority() {
        return voters.size() / 2 + 1;
    }

    /**
     * The votes that make a leader. A cluster is founded by all of its members together: then each knows the disks of all,
     * and none that loses its own can pass for a founder once more.
     */
    int electionQuorum() {
        return cluster == null ? voters.size() : majority();
    }

    public Optional<Voter> voter(String id) {
        return voters.stream().filter(voter -> voter.id().equals(id)).findFirst();
    }

    public boolean hasVoter(String id) {
        return voter(id).isPresent();
    }

    /** Whether what this incarnation says counts. */
    public boolean counts(String id, @Nullable UUID incarnation) {
        return voter(id).filter(voter -> voter.matches(incarnation)).isPresent();
    }

    public List<String> voterIds() {
        return voters.stream().map(Voter::id).toList();
    }

    /** The same with a voter added, or with a new incarnation of it. */
    Membership with(String id, @Nullable UUID incarnation) {
        var changed = new ArrayList<>(without(id).voters);
        changed.add(new Voter(id, incarnation));
        return new Membership(cluster, changed, formatLevel);
    }

    Membership without(String id) {
        return new Membership(
                cluster, voters.stream().filter(voter -> !voter.id().equals(id)).toList(), formatLevel);
    }

    Membership inCluster(UUID id) {
        return new Membership(id, voters, formatLevel);
    }

    Membership atLevel(int level) {
        if (level < formatLevel) {
            throw new IllegalArgumentException(
                    "the formats are at level " + formatLevel + " and cannot go back to " + level);
        }
        return new Membership(cluster, voters, level);
    }

    /** The greatest number that a majority of the voters has reached. */
    long reachedByMajority(ToLongFunction<Voter> reached) {
        if (voters.isEmpty()) {
            return Long.MIN_VALUE;
        }
        var ascending = new long[voters.size()];
        for (var i = 0; i < ascending.length; i++) {
            ascending[i] = reached.applyAsLong(voters.get(i));
        }
        Arrays.sort(ascending);
        return ascending[voters.size() - majority()];
    }
}
