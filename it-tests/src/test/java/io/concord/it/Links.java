package io.concord.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Which member can send to which. Thread-safe. */
final class Links implements AutoCloseable {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    /** One direction between two members. */
    record Link(String from, String to) {
        Link reverse() {
            return new Link(to, from);
        }

        boolean joins(Link other) {
            return equals(other) || equals(other.reverse());
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Link> stalled = new HashSet<>();
    private final Set<Link> refused = new HashSet<>();
    private final List<Consumer<Link>> whenRefused = new ArrayList<>();
    private long delayNanos;
    private boolean closed;

    /** Whom to tell that connections are to be closed. */
    void onRefused(Consumer<Link> close) {
        change(() -> whenRefused.add(close));
    }

    /** From now on nothing arrives, as if every packet were lost; what was sent arrives when the link is healed. */
    void stall(String from, String to) {
        change(() -> stalled.add(new Link(from, to)));
    }

    /** Closes the connections of two members and refuses new ones, as a network that says so. */
    void refuse(String one, String other) {
        var tell = new ArrayList<Consumer<Link>>();
        change(() -> {
            refused.add(new Link(one, other));
            refused.add(new Link(other, one));
            tell.addAll(whenRefused);
        });
        tell.forEach(close -> close.accept(new Link(one, other)));
    }

    /** Everything arrives late by this much. */
    void delay(Duration delay) {
        change(() -> delayNanos = delay.toNanos());
    }

    /** Every link works again. */
    void heal() {
        change(() -> {
            stalled.clear();
            refused.clear();
            delayNanos = 0;
        });
    }

    /** Nobody waits any longer. */
    @Override
    public void close() {
        change(() -> closed = true);
    }

    boolean isRefused(Link link) {
        lock.lock();
        try {
            return refused.contains(link);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something can be sent; false if that takes longer than {@code patience}. */
    boolean awaitOpen(Link link, Duration patience) {
        lock.lock();
        try {
            var leftNanos = patience.toNanos();
            while (stalled.contains(link) && !closed) {
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something that was sent now arrives. */
    void pass(Link link) {
        if (awaitOpen(link, FOR_EVER)) {
            awaitDelay();
        }
    }

    private void awaitDelay() {
        lock.lock();
        try {
            var leftNanos = delayNanos;
            while (leftNanos > 0 && delayNanos > 0 && !closed) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
