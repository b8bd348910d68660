package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import io.concord.core.state.Commit;
import io.concord.core.state.KeyspaceView;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one thread that looks at every commit and wakes those whom it concerns. It is told that there is something new
 * ({@link #signal}, which never waits) and finds out by itself what it is.
 */
final class Dispatcher implements AutoCloseable {
    /** Between two rounds, so that a busy store is looked at a thousand times a second and not with every commit. */
    private static final long PAUSE_NANOS = 1_000_000;

    /** So long a newcomer waits at most: as many commits are looked at in one go. */
    private static final int ROUND_COMMITS = 1_000;

    private final Supplier<KeyspaceView> newest;
    private final Consumer<Watcher> wake;
    private final WatchIndex index = new WatchIndex();
    private final Set<Watcher> all = new HashSet<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean watched;
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

    /** There may be a newer view. Called by the thread that applies: costs nothing while nobody watches. */
    void signal() {
        if (watched && signalled.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** From now on the watcher is woken for every commit that concerns it after {@link #dispatched}. */
    synchronized void add(Watcher watcher) {
        if (all.isEmpty()) {
            dispatched = newest.get().revision();
        }
        all.add(watcher);
        index.add(watcher);
        watched = true;
        // A commit between the view and the line above signalled to nobody.
        signal();
    }

    synchronized void remove(Watcher watcher) {
        all.remove(watcher);
        index.remove(watcher);
        watched = !all.isEmpty();
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
            if (!signalled.getAndSet(false)) {
                LockSupport.park(this);
                continue;
            }
            while (round() && !closed) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** Looks at what is new, up to a limit; whether there is more. For tests without the thread, too. */
    synchronized boolean round() {
        var view = newest.get();
        if (all.isEmpty() || dispatched >= view.revision()) {
            return false;
        }
        if (dispatched + 1 < view.history().oldestRevision()) {
            // Too far behind to know whom it concerns: everybody looks for himself, and finds that something is gone.
            all.forEach(watcher -> {
                watcher.backlog().addEverything();
                wake.accept(watcher);
            });
            dispatched = view.revision();
            return false;
        }
        var looked = 0;
        for (var commit : view.history().from(dispatched + 1)) {
            if (looked++ == ROUND_COMMITS) {
                return true;
            }
            dispatch(commit);
            dispatched = commit.revision();
        }
        return false;
    }

    private void dispatch(Commit commit) {
        for (var event : commit) {
            index.find(event, watcher -> tell(watcher, event, commit.revision()));
        }
    }

    private void tell(Watcher watcher, ChangeEvent event, long revision) {
        if (watcher.filter().wants(event)) {
            watcher.backlog().add(revision);
            wake.accept(watcher);
        }
    }
}
