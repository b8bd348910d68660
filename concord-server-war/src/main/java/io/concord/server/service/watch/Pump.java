package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import io.concord.core.state.Commit;
import io.concord.core.state.KeyspaceView;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries a watcher's commits from the newest history to its connection, a bounded step at a time, so that those that have
 * a lot to be told do not keep others waiting.
 */
final class Pump {
    static final long STEP_BYTES = 256 << 10;
    private static final int STEP_COMMITS = 2_000;

    /** What a step has come to. */
    enum Result {
        /** There is more to tell. */
        MORE,
        DONE,
        /** The watch is over, and the watcher has been told. */
        OVER
    }

    private final Watcher watcher;
    private final Supplier<KeyspaceView> newest;
    private final LongSupplier dispatched;
    private final WatchMeter meter;

    private Backlog.Taken taken = Backlog.Taken.NOTHING;
    private int told;
    private long dispatchedWhenTaken;

    /** @param dispatched up to which revision the watcher has been woken for all that concerns it */
    Pump(Watcher watcher, Supplier<KeyspaceView> newest, LongSupplier dispatched, WatchMeter meter) {
        this.watcher = watcher;
        this.newest = newest;
        this.dispatched = dispatched;
        this.meter = meter;
    }

    Result step(LongSupplier nanoTime) throws IOException {
        var view = newest.get();
        if (watcher.ended().isEmpty() && !watcher.isAllowedBy(view)) {
            watcher.end(EndReason.FORBIDDEN);
        }
        var ended = watcher.ended();
        if (ended.isPresent()) {
            watcher.sink().end(ended.get(), watcher.next());
            watcher.sink().flush();
            return Result.OVER;
        }
        if (taken.isEmpty()) {
            // In this order: whatever concerns the watcher up to there is in what is taken, or was told before.
            dispatchedWhenTaken = dispatched.getAsLong();
            taken = watcher.backlog().take();
            told = 0;
        }
        // Not the one above: whatever was dispatched must be in it. No rules change without the watch being ended.
        var step = new Step(newest.get());
        var result = taken.everything() ? step.lookThrough() : step.tellExactly();
        if (result == Result.DONE) {
            taken = Backlog.Taken.NOTHING;
            watcher.advanceTo(dispatchedWhenTaken + 1);
            step.markIfDue();
        }
        step.finish(nanoTime);
        return result;
    }

    /** One step against one view. */
    private final class Step {
        private final KeyspaceView view;
        private long bytes;
        private int commits;
        private boolean marked;

        Step(KeyspaceView view) {
            this.view = view;
        }

        Result lookThrough() throws IOException {
            if (watcher.next() > view.revision()) {
                return Result.DONE;
            }
            if (isForgotten(watcher.next())) {
                return cut();
            }
            for (var commit : view.history().from(watcher.next())) {
                if (isEnough()) {
                    return Result.MORE;
                }
                tell(commit);
            }
            return Result.DONE;
        }

        Result tellExactly() throws IOException {
            for (; told < taken.count(); told++) {
                var revision = taken.revision(told);
                if (revision < watcher.next()) {
                    continue;
                }
                if (isForgotten(revision)) {
                    return cut();
                }
                if (isEnough()) {
                    return Result.MORE;
                }
                tell(view.history().at(revision));
            }
            return Result.DONE;
        }

        void markIfDue() throws IOException {
            if (watcher.isMarkDue()) {
                watcher.sink().progress(watcher.next() - 1);
                marked = true;
            }
        }

        void finish(LongSupplier nanoTime) throws IOException {
            if (bytes > 0 || marked) {
                watcher.sink().flush();
                watcher.wrote(marked, nanoTime.getAsLong());
            }
        }

        private boolean isForgotten(long revision) {
            return revision < view.history().oldestRevision();
        }

        private boolean isEnough() {
            return bytes >= STEP_BYTES || commits >= STEP_COMMITS;
        }

        private void tell(Commit commit) throws IOException {
            commits++;
            var events = new Matching(commit.iterator(), watcher.filter());
            if (events.hasNext()) {
                bytes += watcher.sink().commit(commit, events);
            }
            watcher.advanceTo(commit.revision() + 1);
        }

        private Result cut() throws IOException {
            meter.cut(CutReason.COMPACTED);
            watcher.sink().cut(CutReason.COMPACTED, watcher.next());
            watcher.sink().flush();
            return Result.OVER;
        }
    }

    /** The events that a filter lets through. */
    private static final class Matching implements Iterator<ChangeEvent> {
        private final Iterator<ChangeEvent> events;
        private final WatchFilter filter;
        private @Nullable ChangeEvent next;

        Matching(Iterator<ChangeEvent> events, WatchFilter filter) {
            this.events = events;
            this.filter = filter;
        }

        @Override
        public boolean hasNext() {
            while (next == null && events.hasNext()) {
                var event = events.next();
                if (filter.matches(event)) {
                    next = event;
                }
            }
            return next != null;
        }

        @Override
        public ChangeEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var found = Objects.requireNonNull(next);
            next = null;
            return found;
        }
    }
}
