package io.concord.benchmarks;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.state.Commit;
import io.concord.server.raft.RaftNode;
import io.concord.server.service.Caller;
import io.concord.server.service.Deadline;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.EndReason;
import io.concord.server.service.watch.EventType;
import io.concord.server.service.watch.Selection;
import io.concord.server.service.watch.WatchFilter;
import io.concord.server.service.watch.WatchHub;
import io.concord.server.service.watch.WatchMeter;
import io.concord.server.service.watch.WatchRequest;
import io.concord.server.service.watch.WatchService;
import io.concord.server.service.watch.WatchSettings;
import io.concord.server.service.watch.WatchSink;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * Writes a second of three nodes in one process without watchers, and with a thousand of them on the leader: each of a key
 * of its own, and each of everything. In turns, so that the ratio is of the same minutes. The watchers' connections take
 * everything and cost nothing: what is measured is finding whom a commit concerns, waking it and walking the history.
 */
public final class WatchBenchmark {
    private static final int WATCHERS = 1_000;
    private static final int KEYS = 1_000;
    private static final int OUTSTANDING = 64;
    private static final int ROUNDS = 3;
    private static final long SECONDS = 6;

    private final Trio trio;
    private final RaftNode leader;
    private final LongAdder told = new LongAdder();

    private WatchBenchmark(Trio trio) {
        this.trio = trio;
        this.leader = trio.leader();
    }

    /** Arguments: a directory on the disk to use, and the JGroups stack. */
    public static void main(String[] arguments) throws IOException {
        try (var trio = new Trio(Path.of(arguments[0]), Path.of(arguments[1]))) {
            var benchmark = new WatchBenchmark(trio);
            benchmark.writes();
            for (var round = 0; round < ROUNDS; round++) {
                benchmark.round();
            }
        }
    }

    private void round() {
        var none = writes();
        print("no watchers", none, none);
        print("1,000 watchers of a key each", watched(i -> new Selection.OneKey(new Key("k" + i % KEYS))), none);
        print("1,000 watchers of everything", watched(i -> new Selection.WithPrefix("")), none);
    }

    private ClosedLoop.Result writes() {
        var value = new byte[100];
        return ClosedLoop.run(OUTSTANDING, SECONDS, i -> trio.put(leader, "k" + i % KEYS, value));
    }

    private ClosedLoop.Result watched(IntFunction<Selection> selections) {
        var meter = new Unmetered();
        var settings = new WatchSettings(WATCHERS, Duration.ofSeconds(5));
        told.reset();
        try (var hub = new WatchHub(leader.log()::localView, settings, meter, Clock.systemUTC())) {
            leader.log().onApplied(hub::signal);
            hub.start();
            var service = new WatchService(leader.log(), hub, meter, Clock.systemUTC());
            for (var i = 0; i < WATCHERS; i++) {
                var filter = new WatchFilter(Namespace.DEFAULT, selections.apply(i), EnumSet.allOf(EventType.class));
                service.watch(
                                Caller.ANYBODY,
                                new WatchRequest(filter, OptionalLong.empty()),
                                Deadline.in(Duration.ofSeconds(10)),
                                Discard::new)
                        .toCompletableFuture()
                        .join();
            }
            return writes();
        } finally {
            leader.log().onApplied(() -> {});
        }
    }

    private void print(String what, ClosedLoop.Result result, ClosedLoop.Result base) {
        System.out.printf(
                "%-30s %s   ratio %.2f   told %,d%n",
                what, result, result.perSecond() / base.perSecond(), told.sumThenReset());
    }

    /** Takes everything at once. */
    private final class Discard implements WatchSink {
        @Override
        public long commit(Commit commit, Iterator<ChangeEvent> events) {
            told.increment();
            return 200;
        }

        @Override
        public void progress(long revision) {
            // It takes that, too.
        }

        @Override
        public void cut(CutReason reason, long resumeRevision) {
            throw new IllegalStateException("a watcher that takes everything was cut");
        }

        @Override
        public void end(EndReason reason, long resumeRevision) {
            // The round is over.
        }

        @Override
        public void flush() {
            // There is no network.
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    private static final class Unmetered implements WatchMeter {
        @Override
        public void answered(String result, Duration elapsed) {
            // Not measured here.
        }

        @Override
        public void cut(CutReason reason) {
            System.out.println("cut: " + reason);
        }
    }
}
