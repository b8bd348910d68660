package io.concord.server.service.watch;

import io.concord.core.state.KeyspaceView;
import io.concord.server.service.Caller;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One watch: what it wants, how far it is, and whether somebody works for it. Any thread may {@link #wake} it; then one at a
 * time pumps it ({@link Pump}).
 */
final class Watcher {
    private enum Activity {
        IDLE,
        AT_WORK,
        /** At work, and woken since it began. */
        WOKEN
    }

    private final WatchFilter filter;
    private final WatchPermit permit;
    private final WatchSink sink;
    private final Backlog backlog = new Backlog();
    private final AtomicReference<Activity> activity = new AtomicReference<>(Activity.IDLE);

    // Every revision before it has been told or does not concern it. Written by whoever pumps.
    private volatile long next;
    private volatile @Nullable EndReason end;

    // The first mark says that the watch has begun.
    private volatile boolean markDue = true;
    private volatile long atWorkSince;
    private volatile long lastWriteNanos;

    // Of the rules by which it was last found that it may be told this.
    private volatile long rulesRevision;

    Watcher(WatchFilter filter, WatchPermit permit, WatchSink sink, long fromRevision) {
        this.permit = permit;
        this.rulesRevision = permit.rulesRevision();
        this.filter = filter;
        this.sink = sink;
        this.next = fromRevision;
    }

    WatchFilter filter() {
        return filter;
    }

    Caller caller() {
        return permit.caller();
    }

    /** Whether it may be told this by the rules of a view, which are looked at only when they are others. */
    boolean isAllowedBy(KeyspaceView view) {
        if (view.rules().revision() == rulesRevision) {
            return true;
        }
        if (!permit.holdsIn(view)) {
            return false;
        }
        rulesRevision = view.rules().revision();
        return true;
    }

    WatchSink sink() {
        return sink;
    }

    Backlog backlog() {
        return backlog;
    }

    long next() {
        return next;
    }

    void advanceTo(long revision) {
        if (revision > next) {
            next = revision;
        }
    }

    void end(EndReason reason) {
        end = reason;
    }

    Optional<EndReason> ended() {
        return Optional.ofNullable(end);
    }

    void requestMark() {
        markDue = true;
    }

    boolean isMarkDue() {
        return markDue;
    }

    void wrote(boolean mark, long nowNanos) {
        lastWriteNanos = nowNanos;
        if (mark) {
            markDue = false;
        }
    }

    /** Whether nothing has been written for so long that a mark should be; false while one is under way. */
    boolean isSilent(long nowNanos, long limitNanos) {
        return !markDue && activity.get() == Activity.IDLE && nowNanos - lastWriteNanos >= limitNanos;
    }

    /** How long a step of its pump has taken so far; 0 while none is under way. */
    long busyNanos(long nowNanos) {
        var since = atWorkSince;
        return since == 0 ? 0 : nowNanos - since;
    }

    void stepBegins(long nowNanos) {
        atWorkSince = nowNanos == 0 ? 1 : nowNanos;
    }

    void stepEnds() {
        atWorkSince = 0;
    }

    /** Whether the caller has to see to it that the watcher is pumped; otherwise somebody has already. */
    boolean wake() {
        return activity.getAndUpdate(now -> now == Activity.IDLE ? Activity.AT_WORK : Activity.WOKEN) == Activity.IDLE;
    }

    /** Whether nobody has woken it since; otherwise there is more to do, and the caller does it. */
    boolean rest() {
        return activity.getAndUpdate(now -> now == Activity.WOKEN ? Activity.AT_WORK : Activity.IDLE)
                == Activity.AT_WORK;
    }
}
