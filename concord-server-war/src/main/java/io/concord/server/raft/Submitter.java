package io.concord.server.raft;

import io.concord.core.command.ReplyCodec;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.raft.Options;

/**
 * Takes a command to the leader, wherever that is, and brings back what came of it. Never waits for ever: what is in
 * flight to a leader that is no longer the leader is {@link Attempt.Lost}, and nothing is remembered of it afterwards.
 */
final class Submitter {
    private static final System.Logger LOG = System.getLogger(Submitter.class.getName());

    private record InFlight(Leadership leadership, CompletableFuture<Attempt> result) {}

    private final RAFT raft;
    private final Postbox postbox;
    private final Executor executor;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, InFlight> inFlight = new ConcurrentHashMap<>();
    private volatile Leadership leadership = Leadership.NONE;

    Submitter(RAFT raft, Postbox postbox, Executor executor) {
        this.raft = raft;
        this.postbox = postbox;
        this.executor = executor;
    }

    /** Completes normally; perhaps never by itself, so the caller keeps its own deadline and then cancels it. */
    CompletableFuture<Attempt> submit(byte[] command) {
        var current = leadership;
        var leader = current.leader();
        if (leader == null) {
            return CompletableFuture.completedFuture(new Attempt.NotLeader());
        }
        var id = ids.incrementAndGet();
        var result = new CompletableFuture<Attempt>();
        inFlight.put(id, new InFlight(current, result));
        result.whenComplete((attempt, failure) -> inFlight.remove(id));
        if (current.self()) {
            submitLocally(command).thenAccept(result::complete);
        } else if (!postbox.send(leader, new PeerMessage.Submit(id, command))) {
            result.complete(new Attempt.NotLeader());
        }
        if (!leadership.equals(current)) {
            // The change came while this was registered, and loseAll may have missed it.
            result.complete(new Attempt.Lost());
        }
        return result;
    }

    /** A peer has sent a command, believing that this node leads. */
    void onSubmit(Address from, PeerMessage.Submit submit) {
        submitLocally(submit.command())
                .thenAcceptAsync(attempt -> postbox.send(from, new PeerMessage.Answer(submit.id(), attempt)), executor);
    }

    void onAnswer(PeerMessage.Answer answer) {
        var entry = inFlight.get(answer.id());
        if (entry != null) {
            executor.execute(() -> entry.result().complete(answer.attempt()));
        }
    }

    /** What is in flight to a former leader is lost. */
    void leadershipChanged(Leadership now) {
        leadership = now;
        inFlight.values().stream()
                .filter(entry -> !entry.leadership().equals(now))
                .forEach(entry -> executor.execute(() -> entry.result().complete(new Attempt.Lost())));
    }

    int inFlight() {
        return inFlight.size();
    }

    private CompletableFuture<Attempt> submitLocally(byte[] command) {
        CompletableFuture<byte[]> answer;
        try {
            answer = raft.setAsync(command, 0, command.length, new Options());
        } catch (IllegalStateException e) {
            return CompletableFuture.completedFuture(new Attempt.NotLeader());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Raft did not take a command", e);
            return CompletableFuture.completedFuture(new Attempt.Lost());
        }
        // Justification: off the RAFT thread at once; whatever hangs on the future must not stall consensus.
        return answer.handleAsync(Submitter::attempt, executor);
    }

    private static Attempt attempt(byte[] reply, Throwable failure) {
        if (failure == null) {
            return new Attempt.Applied(ReplyCodec.decode(reply, 0, reply.length));
        }
        return isQueueFull(failure) ? new Attempt.Overloaded() : new Attempt.Lost();
    }

    /** JGroups-raft says so in words only. "I'm not the leader" in a future may be said of a command in the log. */
    private static boolean isQueueFull(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains("processing queue is full");
    }
}
