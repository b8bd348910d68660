package io.concord.server.raft.consensus;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message with what is said in all of them.
 *
 * @param cluster the sender's cluster; null while it does not know one for certain
 * @param from id of the sender
 * @param incarnation of the sender's data directory
 * @param to id of the receiver
 * @param term the sender's; in a {@link Message.PreVote} and its granting the one that an election would have
 */
public record Envelope(@Nullable UUID cluster, String from, UUID incarnation, String to, long term, Message message) {}
