package io.concord.server.raft;

import io.concord.server.config.HostPort;
import io.concord.server.config.Member;
import io.concord.server.config.NodeConfig;
import io.concord.server.service.MemberStatus;
import io.concord.server.service.PeerProbe;
import io.concord.server.service.PeerSight;
import io.concord.server.service.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;

/** Pings the members over the channel of consensus, and tries the ports of those that do not answer. */
final class PeerPings implements PeerProbe {
    /** Longer than any link on which a cluster can work. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    /** For a connection, and for a resolver of names that does not answer either. */
    private static final Duration PORT_MAX = Duration.ofSeconds(2);

    private record Waiting(PingSeries series, Address peer) {}

    private final NodeConfig config;
    private final Supplier<List<MemberStatus>> members;
    private final Function<String, @Nullable Address> addresses;
    private final Postbox postbox;
    private final RaftThreads threads;
    private final Clock clock;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicReference<CompletableFuture<List<PeerSight>>> underWay =
            new AtomicReference<>(CompletableFuture.completedFuture(List.of()));

    /**
     * Asks nobody yet.
     *
     * @param members all that there are
     * @param addresses where a member is; null where it is not known
     */
    PeerPings(
            NodeConfig config,
            Supplier<List<MemberStatus>> members,
            Function<String, @Nullable Address> addresses,
            Postbox postbox,
            RaftThreads threads,
            Clock clock) {
        this.config = config;
        this.members = members;
        this.addresses = addresses;
        this.postbox = postbox;
        this.threads = threads;
        this.clock = clock;
    }

    /** Whoever asks meanwhile gets the same answer, so that many who ask cost no more than one. */
    @Override
    public CompletableFuture<List<PeerSight>> probe() {
        var mine = new CompletableFuture<List<PeerSight>>();
        var current = underWay.updateAndGet(before -> before.isDone() ? mine : before);
        if (current == mine) {
            try {
                begin(mine);
            } catch (RejectedExecutionException e) {
                mine.completeExceptionally(UnavailableException.notNow("this node is stopping"));
            }
        }
        return current;
    }

    /** A peer has asked. */
    void onPing(Address from, PeerMessage.Ping ping) {
        threads.completions().execute(() -> postbox.send(from, new PeerMessage.Pong(ping.id(), clock.millis())));
    }

    /** A peer has answered. */
    void onPong(PeerMessage.Pong pong) {
        var atNanos = System.nanoTime();
        var answered = waiting.remove(pong.id());
        if (answered != null && answered.series().answered(pong.clockMillis(), atNanos)) {
            threads.completions().execute(() -> send(answered.series(), answered.peer()));
        }
    }

    private void begin(CompletableFuture<List<PeerSight>> result) {
        var sights = members.get().stream()
                .filter(member -> !member.id().equals(config.nodeId()))
                .map(this::sight)
                .toList();
        CompletableFuture.allOf(sights.toArray(CompletableFuture<?>[]::new))
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure == null) {
                                result.complete(sights.stream()
                                        .map(CompletableFuture::join)
                                        .sorted(Comparator.comparing(PeerSight::id))
                                        .toList());
                            } else {
                                result.completeExceptionally(failure);
                            }
                        },
                        threads.answers());
    }

    private CompletableFuture<PeerSight> sight(MemberStatus member) {
        return ping(member)
                .thenCompose(contact -> port(member.id(), contact.isPresent())
                        .thenApply(port -> new PeerSight(member.id(), member.address(), contact, port)));
    }

    private CompletableFuture<Optional<PeerSight.Contact>> ping(MemberStatus member) {
        var address = addresses.apply(member.id());
        if (!member.reachable() || address == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var series = new PingSeries(clock, System::nanoTime);
        var end = threads.timers().schedule(() -> end(series), ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        series.contact().whenComplete((contact, failure) -> end.cancel(false));
        threads.completions().execute(() -> send(series, address));
        return series.contact();
    }

    private void send(PingSeries series, Address peer) {
        var id = ids.incrementAndGet();
        waiting.put(id, new Waiting(series, peer));
        series.begin();
        if (!postbox.send(peer, new PeerMessage.Ping(id)) || series.contact().isDone()) {
            waiting.remove(id);
            series.end();
        }
    }

    private void end(PingSeries series) {
        waiting.values().removeIf(entry -> entry.series() == series);
        series.end();
    }

    /** An answer came through it; otherwise it is tried. */
    private CompletableFuture<Optional<PeerSight.Port>> port(String id, boolean answers) {
        if (answers) {
            return CompletableFuture.completedFuture(Optional.of(PeerSight.Port.OPEN));
        }
        return config.members().stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .flatMap(Member::address)
                .map(this::look)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<PeerSight.Port>> look(HostPort place) {
        return CompletableFuture.supplyAsync(
                        () -> Optional.of(PeerPort.look(place.bareHost(), place.port())), threads.answers())
                .completeOnTimeout(Optional.of(PeerSight.Port.SILENT), PORT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }
}
