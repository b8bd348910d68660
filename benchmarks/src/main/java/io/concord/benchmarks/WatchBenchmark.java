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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Writes a second of three nodes in one process with a thousand watchers on the leader, against none: watchers of keys that
 * nobody writes, of a written key each, and of everything. Each kind in many short pairs of rounds whose order alternates,
 * because rounds differ from each other by more than a watcher costs: the median of the pairs' ratios counts, and how far
 * its quartiles are apart says how well it is known. The watchers' connections take everything and cost nothing: what is
 * measured is finding whom a commit concerns, waking it and walking the history.
 */
public final class WatchBenchmark {
    private static final int WATCHERS = 1_000;
    private static final int KEYS = 1_000;
    private static final int OUTSTANDING = 64;
    private static final int PAIRS = Integer.getInteger("benchmark.pairs", 12);
    private static final long WARM_UP_SECONDS = 20;
    private static final long SECONDS = 3;

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
            benchmark.writes(WARM_UP_SECONDS);
            benchmark.compare("no watchers", () -> benchmark.writes(SECONDS));
            benchmark.compare("1,000 of keys nobody writes", () -> benchmark.watched(i -> key("quiet" + i)));
            benchmark.compare("1,000 of a key each", () -> benchmark.watched(i -> key("k" + i % KEYS)));
            benchmark.compare("1,000 of everything", () -> benchmark.watched(i -> new Selection.WithPrefix("")));
        }
    }

    private static Selection key(String name) {
        return new Selection.OneKey(new Key(name));
    }

    private void compare(String what, Supplier<ClosedLoop.Result> watched) {
        var ratios = new double[PAIRS];
        var writes = 0.0;
        told.reset();
        for (var pair = 0; pair < PAIRS; pair++) {
            ClosedLoop.Result with;
            ClosedLoop.Result without;
            if (pair % 2 == 0) {
                without = writes(SECONDS);
                with = watched.get();
            } else {
                with = watched.get();
                without = writes(SECONDS);
            }
            ratios[pair] = with.perSecond() / without.perSecond();
            writes += with.perSecond();
        }
        Arrays.sort(ratios);
        System.out.printf(
                "%-28s %,9.0f/s   of those without: median %.3f, quartiles %.3f to %.3f   told %,d a second%n",
                what,
                writes / PAIRS,
                (ratios[(PAIRS - 1) / 2] + ratios[PAIRS / 2]) / 2,
                ratios[PAIRS / 4],
                ratios[PAIRS - 1 - PAIRS / 4],
                told.sum() / (PAIRS * SECONDS));
    }

    private ClosedLoop.Result writes(long seconds) {
        var value = new byte[100];
        return ClosedLoop.run(OUTSTANDING, seconds, i -> trio.put(leader, "k" + i % KEYS, value));
    }

    private ClosedLoop.Result watched(IntFunction<Selection> selections) {
        var meter = new Unmetered();
        var settings = new WatchSettings(WATCHERS, 0, Duration.ofSeconds(5));
        try (var hub = new WatchHub(leader.log()::localView, settings, meter, Clock.systemUTC())) {
            leader.log().onApplied(hub::signal);
            hub.start();
            var service = new WatchService(leader.log(), hub, meter, Clock.systemUTC());
            for (var i = 0; i < WATCHERS; i++) {
                var filter = new WatchFilter(Namespace.DEFAULT, selections.apply(i), EnumSet.allOf(EventType.class));
                service.watch(
                                Caller.ANYBODY,
                                "anybody",
                                new WatchRequest(filter, OptionalLong.empty()),
                                Deadline.in(Duration.ofSeconds(10)),
                                Discard::new)
                        .toCompletableFuture()
                        .join();
            }
            return writes(SECONDS);
        } finally {
            leader.log().onApplied(() -> {});
        }
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
