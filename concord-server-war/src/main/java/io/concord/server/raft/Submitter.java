package io.concord.server.raft;

import io.concord.core.command.ReplyCodec;
import io.concord.server.raft.replica.Fate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/**
 * Gets a command to the leader, once: into the own log if this node leads, else over the channel. It never hangs on to a
 * leader that is gone: what is in flight to a leader that is no longer the leader is {@link Attempt.Lost}, and nothing is
 * remembered of it afterwards.
 */
final class Submitter {
    /** The own log; false when it cannot take more now. */
    interface OwnLog {
        boolean propose(byte[] command, Consumer<Fate> whenDecided);
    }

    private record InFlight(Leadership leadership, CompletableFuture<Attempt> result) {}

    private final OwnLog ownLog;
    private final Function<String, @Nullable Address> addresses;
    private final Postbox postbox;
    private final Executor executor;
    private final LongConsumer commitNanos;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, InFlight> inFlight = new ConcurrentHashMap<>();
    private volatile Leadership leadership = Leadership.NONE;

    /**
     * A way to the leader.
     *
     * @param addresses where a member is; null where it is not known
     * @param commitNanos is told how long a command took in the own log until it was applied
     */
    Submitter(
            OwnLog ownLog,
            Function<String, @Nullable Address> addresses,
            Postbox postbox,
            Executor executor,
            LongConsumer commitNanos) {
        this.ownLog = ownLog;
        this.addresses = addresses;
        this.postbox = postbox;
        this.executor = executor;
        this.commitNanos = commitNanos;
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
        } else if (!sendTo(leader, new PeerMessage.Submit(id, command))) {
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

    private boolean sendTo(String leader, PeerMessage.Submit submit) {
        var address = addresses.apply(leader);
        return address != null && postbox.send(address, submit);
    }

    private CompletableFuture<Attempt> submitLocally(byte[] command) {
        var result = new CompletableFuture<Attempt>();
        // Justification: off the replica's thread at once; whatever hangs on the future must not stall consensus.
        var begin = System.nanoTime();
        var taken = ownLog.propose(command, fate -> {
            if (fate instanceof Fate.Applied) {
                commitNanos.accept(System.nanoTime() - begin);
            }
            executor.execute(() -> result.complete(attempt(fate)));
        });
        if (!taken) {
            result.complete(new Attempt.Overloaded());
        }
        return result;
    }

    private static Attempt attempt(Fate fate) {
        if (fate instanceof Fate.Applied applied) {
            return new Attempt.Applied(applied.index(), ReplyCodec.decode(applied.answer()));
        }
        return fate instanceof Fate.Lost ? new Attempt.Lost() : new Attempt.NotLeader();
    }
}
