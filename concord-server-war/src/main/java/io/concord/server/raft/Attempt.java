package io.concord.server.raft;

import io.concord.core.command.Reply;

/** What came of submitting a command once. */
sealed interface Attempt {
    /** It was agreed upon and applied. */
    record Applied(long index, Reply reply) implements Attempt {}

    /** Nothing happened: the node asked does not lead. */
    record NotLeader() implements Attempt {}

    /** Nothing happened: the leader's queue is full. */
    record Overloaded() implements Attempt {}

    /** The leader or the way to it was lost; the command may be applied yet. */
    record Lost() implements Attempt {}
}
