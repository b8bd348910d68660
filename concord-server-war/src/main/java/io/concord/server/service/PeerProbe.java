package io.concord.server.service;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the other members how they can be reached, now. */
public interface PeerProbe {
    /** What this node sees of every other member, ordered by id; within some seconds, whatever is broken. */
    CompletionStage<List<PeerSight>> probe();
}
