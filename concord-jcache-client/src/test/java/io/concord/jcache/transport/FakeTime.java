package io.concord.jcache.transport;

import java.time.Duration;
import java.util.PriorityQueue;

/** Time that passes when the test says so, and runs what is due on the way. For one thread. */
final class FakeTime implements Timer {
    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private long nowNanos = 1_000;
    private long number;

    private record Due(long atNanos, long number, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return atNanos == other.atNanos ? Long.compare(number, other.number) : Long.compare(atNanos, other.atNanos);
        }
    }

    long nanoTime() {
        return nowNanos;
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        var due = new Due(nowNanos + nanos, number++, task);
        dues.add(due);
        return () -> dues.remove(due);
    }

    void pass(Duration duration) {
        long until = nowNanos + duration.toNanos();
        while (!dues.isEmpty() && dues.peek().atNanos() <= until) {
            var due = dues.remove();
            nowNanos = Math.max(nowNanos, due.atNanos());
            due.task().run();
        }
        nowNanos = until;
    }
}
