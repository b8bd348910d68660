package io.concord.server.service.watch;

import io.concord.core.state.KeyspaceView;
import io.concord.server.service.Caller;
import io.concord.server.service.RequestFailure;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** All watches of a node, each from its first event to its last. */
public final class WatchHub implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WatchHub.class.getName());

    /** A step that takes longer holds its thread because the other side does not read. */
    static final long HELD_NANOS = 100_000_000;

    private static final long TICK_MILLIS = 100;

    // Few, so that those who apply are not crowded out; more come when some are held.
    private static final int THREADS = 2;
    private static final long CLOSE_MILLIS = 2_000;

    private final Supplier<KeyspaceView> newest;
    private final WatchSettings settings;
    private final WatchMeter meter;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final WatchPlaces places;
    private final Map<Watcher, Work> watchers = new ConcurrentHashMap<>();
    private final PumpThreads threads;
    private final Dispatcher dispatcher;
    private final ScheduledThreadPoolExecutor timer;

    public WatchHub(Supplier<KeyspaceView> newest, WatchSettings settings, WatchMeter meter, Clock clock) {
        this(newest, settings, meter, clock, System::nanoTime);
    }

    WatchHub(
            Supplier<KeyspaceView> newest,
            WatchSettings settings,
            WatchMeter meter,
            Clock clock,
            LongSupplier nanoTime) {
        this.newest = newest;
        this.settings = settings;
        this.meter = meter;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.places = new WatchPlaces(settings.watchersMax(), settings.watchersPerIdentityMax());
        this.threads = new PumpThreads(THREADS, settings.watchersMax());
        this.dispatcher = new Dispatcher(newest, this::wake);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "concord-watch-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    public void start() {
        dispatcher.start();
        timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** There may be a newer view. Never waits. */
    public void signal() {
        dispatcher.signal();
    }

    public int count() {
        return watchers.size();
    }

    /** Ends the watches of some callers; each is told why, unless its connection takes nothing. */
    public void end(Predicate<Caller> whose, EndReason why) {
        for (var watcher : watchers.keySet()) {
            if (watcher.ended().isEmpty() && whose.test(watcher.caller())) {
                watcher.end(why);
                wake(watcher);
            }
        }
    }

    @Override
    public void close() {
        end(caller -> true, EndReason.NODE_STOPPING);
        timer.shutdownNow();
        dispatcher.close();
        threads.close(CLOSE_MILLIS);
    }

    /**
     * Takes a place for {@link #open}, or to be released.
     *
     * @param identity whose watches are counted together
     * @throws RequestFailure {@link io.concord.core.protocol.ErrorCode#TOO_MANY_REQUESTS} if all are taken
     */
    WatchPlaces.Place reserve(Object identity) {
        return places.take(identity);
    }

    /** Begins a watch on a place that was reserved; its events begin with that revision. */
    void open(WatchFilter filter, Caller caller, WatchSink sink, long fromRevision, WatchPlaces.Place place) {
        var watcher = new Watcher(filter, caller, sink, fromRevision);
        watchers.put(watcher, new Work(watcher, place));
        dispatcher.add(watcher);
        wake(watcher);
    }

    /** What time brings about: tokens expire or turn out to be revoked, marks are due, threads turn out to be held. */
    void tick() {
        var now = clock.instant();
        end(caller -> caller.hasExpired(now), EndReason.TOKEN_EXPIRED);
        endRevoked(newest.get());
        var nanos = nanoTime.getAsLong();
        var held = 0;
        for (var watcher : watchers.keySet()) {
            if (watcher.busyNanos(nanos) > HELD_NANOS) {
                held++;
            }
            if (watcher.isSilent(nanos, settings.progressInterval().toNanos())) {
                watcher.requestMark();
                wake(watcher);
            }
        }
        threads.makeUpFor(held);
    }

    /**
     * Asked of the state again and again rather than told by it, so that it makes no difference whether a command, a
     * snapshot or a restart brought the revocation, nor whether the watch was there before.
     */
    private void endRevoked(KeyspaceView view) {
        if (view.revocationCount() > 0) {
            end(caller -> caller.isRevoked(view), EndReason.TOKEN_REVOKED);
        }
    }

    private void wake(Watcher watcher) {
        var work = watchers.get(watcher);
        if (work != null && watcher.wake()) {
            threads.execute(work);
        }
    }

    private void close(Watcher watcher) {
        var work = watchers.remove(watcher);
        if (work != null) {
            dispatcher.remove(watcher);
            work.place.release();
            watcher.sink().close();
        }
    }

    /** A step of one watcher's pump, and the next ones for as long as there is something to do. */
    private final class Work implements Runnable {
        private final Watcher watcher;
        private final WatchPlaces.Place place;
        private final Pump pump;

        Work(Watcher watcher, WatchPlaces.Place place) {
            this.watcher = watcher;
            this.place = place;
            this.pump = new Pump(watcher, newest, dispatcher::dispatched, meter);
        }

        @Override
        public void run() {
            var result = step();
            if (result == Pump.Result.OVER) {
                close(watcher);
            } else if (result == Pump.Result.MORE || !watcher.rest()) {
                threads.execute(this);
            }
        }

        private Pump.Result step() {
            watcher.stepBegins(nanoTime.getAsLong());
            try {
                return pump.step(nanoTime);
            } catch (SocketTimeoutException e) {
                meter.cut(CutReason.SLOW);
                LOG.log(Level.DEBUG, "a watcher was cut: it did not read what it was sent");
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a watcher has gone", e);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "a watch failed with a defect of the server", e);
            } finally {
                watcher.stepEnds();
            }
            return Pump.Result.OVER;
        }
    }
}
