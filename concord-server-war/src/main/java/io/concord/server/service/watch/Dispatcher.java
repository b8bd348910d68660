package io.concord.server.service.watch;

import io.concord.core.state.Commit;
import io.concord.core.state.KeyspaceView;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one thread that looks at every commit and wakes those whom it concerns. It is told that there is something new
 * ({@link #signal}, which never waits) and finds out by itself what it is. The busier the store, the more commits it looks at
 * in one go, so that a watcher is woken once for many and those who apply keep the processor.
 */
final class Dispatcher implements AutoCloseable {
    /** After a quiet round. */
    private static final long PAUSE_NANOS = 1_000_000;

    /** After a busy one: an event is late by that at most. */
    private static final long BUSY_PAUSE_NANOS = 10_000_000;

    /** More commits than that in a round, and the store is busy. */
    private static final int BUSY_COMMITS = 8;

    /** So long a newcomer waits at most: as many commits are looked at in one go. */
    private static final int ROUND_COMMITS = 1_000;

    private final Supplier<KeyspaceView> newest;
    private final Consumer<Watcher> wake;
    private final WatchIndex index = new WatchIndex();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean watched;
    private volatile boolean idle;
    private volatile long dispatched;
    private volatile boolean closed;

    /** @param wake has a watcher pumped; called with every watcher that an event concerns */
    Dispatcher(Supplier<KeyspaceView> newest, Consumer<Watcher> wake) {
        this.newest = newest;
        this.wake = wake;
        this.thread = new Thread(this::run, "concord-watch-dispatcher");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There may be a newer view. Called by the thread that applies: costs next to nothing unless the dispatcher sleeps. */
    void signal() {
        if (watched && !signalled.get() && signalled.compareAndSet(false, true) && idle) {
            LockSupport.unpark(thread);
        }
    }

    /** From now on the watcher is woken for every commit that concerns it after {@link #dispatched}. */
    synchronized void add(Watcher watcher) {
        if (index.isEmpty()) {
            dispatched = newest.get().revision();
        }
        index.add(watcher);
        watched = true;
        // A commit between the view and the line above signalled to nobody.
        signal();
    }

    synchronized void remove(Watcher watcher) {
        index.remove(watcher);
        watched = !index.isEmpty();
    }

    /** The revision up to which everybody has been woken for everything. */
    long dispatched() {
        return dispatched;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            awaitSignal();
            LockSupport.parkNanos(this, rounds() > BUSY_COMMITS ? BUSY_PAUSE_NANOS : PAUSE_NANOS);
        }
    }

    private void awaitSignal() {
        idle = true;
        while (!signalled.get() && !closed) {
            LockSupport.park(this);
        }
        idle = false;
        signalled.set(false);
    }

    /** Looks at all that is new; returns how many commits that were. */
    private long rounds() {
        long looked = 0;
        while (!closed) {
            int round = round();
            looked += round;
            if (round < ROUND_COMMITS) {
                break;
            }
            // Others have waited for the lock.
            Thread.onSpinWait();
        }
        return looked;
    }

    /** Looks at what is new, up to a limit; returns how many commits that were. For tests without the thread, too. */
    synchronized int round() {
        var view = newest.get();
        if (index.isEmpty() || dispatched >= view.revision()) {
            return 0;
        }
        if (dispatched + 1 < view.history().oldestRevision()) {
            // Too far behind to know whom it concerns: everybody looks for himself, and finds that something is gone.
            index.forEach(watcher -> {
                watcher.backlog().addEverything();
                wake.accept(watcher);
            });
            dispatched = view.revision();
            return 0;
        }
        return dispatch(view.history().from(dispatched + 1));
    }

    private int dispatch(Iterable<Commit> commits) {
        var concerned = new HashSet<WatchGroup>();
        var looked = 0;
        var last = dispatched;
        for (var commit : commits) {
            for (var event : commit) {
                index.find(event, group -> {
                    if (group.note(event, commit.revision())) {
                        concerned.add(group);
                    }
                });
            }
            last = commit.revision();
            if (++looked == ROUND_COMMITS) {
                break;
            }
        }
        concerned.forEach(group -> group.tell(wake));
        dispatched = last;
        return looked;
    }
}
