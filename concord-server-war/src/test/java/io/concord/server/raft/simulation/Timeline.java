package io.concord.server.raft.simulation;

import java.util.PriorityQueue;

/** Simulated time: what happens when, in an order that depends on nothing but the schedule. */
final class Timeline {
    private record Happening(long atMillis, long number, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return atMillis == other.atMillis
                    ? Long.compare(number, other.number)
                    : Long.compare(atMillis, other.atMillis);
        }
    }

    private final PriorityQueue<Happening> ahead = new PriorityQueue<>();
    private long nowMillis;
    private long scheduled;

    long now() {
        return nowMillis;
    }

    void in(long millis, Runnable what) {
        ahead.add(new Happening(nowMillis + millis, scheduled++, what));
    }

    void runUntil(long millis) {
        while (!ahead.isEmpty() && ahead.peek().atMillis() <= millis) {
            var next = ahead.poll();
            nowMillis = next.atMillis();
            next.what().run();
        }
        nowMillis = millis;
    }
}
