package io.concord.server.raft.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The reads that wait until a majority has confirmed that their leader still leads (ReadIndex, Raft thesis §6.4). All
 * reads that wait when a round begins share it; who comes later waits for the next, since this one may have been answered
 * before a write that they must see.
 */
final class ReadRounds {
    /** @param member who asked; {@code id} is the asker's */
    record Reader(String member, long id) {}

    private List<Reader> waiting = new ArrayList<>();
    private List<Reader> asking = new ArrayList<>();
    private long round;
    private long index;

    /** The number of the round under way, or of the last one. */
    long round() {
        return round;
    }

    void add(Reader reader) {
        waiting.add(reader);
    }

    /** Whether a round has begun; its question is then to be sent. */
    boolean begin(long commitIndex) {
        if (!asking.isEmpty() || waiting.isEmpty()) {
            return false;
        }
        asking = waiting;
        waiting = new ArrayList<>();
        round++;
        index = commitIndex;
        return true;
    }

    /** The index that the readers of the round under way must have applied. */
    long index() {
        return index;
    }

    /** The readers of the round, once a majority of the voters has answered it; before that none. */
    List<Reader> confirmed(Membership membership, ToLongFunction<Membership.Voter> roundAnswered) {
        if (asking.isEmpty() || membership.reachedByMajority(roundAnswered) < round) {
            return List.of();
        }
        var done = asking;
        asking = new ArrayList<>();
        return done;
    }
}
