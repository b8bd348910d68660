package io.concord.server.raft;

import io.concord.server.service.MemberReport;

/** What members say to each other beside Raft itself. */
sealed interface PeerMessage {
    /** To the leader: have this command agreed upon. {@code id} is the sender's, for the answer. */
    // Justification: the bytes go from the wire to the log as they are; nobody compares messages.
    @SuppressWarnings("ArrayRecordComponent")
    record Submit(long id, byte[] command) implements PeerMessage {}

    /** From the leader, to the sender of {@link Submit}. */
    record Answer(long id, Attempt attempt) implements PeerMessage {}

    /** To all: how I am. */
    record Report(MemberReport report) implements PeerMessage {}

    /** To one: answer at once. {@code id} is the sender's, for the answer. */
    record Ping(long id) implements PeerMessage {}

    /** To the sender of {@link Ping}, with what the clock says here. */
    record Pong(long id, long clockMillis) implements PeerMessage {}
}
