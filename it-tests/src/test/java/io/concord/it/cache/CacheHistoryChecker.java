package io.concord.it.cache;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the calls of each key could have been made one after the other, each between its invocation and its return
 * (Wing and Gong 1993, with Lowe's memory of configurations). Keys begin absent. Calls without an answer may have happened
 * or not.
 */
public final class CacheHistoryChecker {
    /** Far more than a sound history of this project's tests needs. */
    private static final int CONFIGURATIONS_MAX = 5_000_000;

    private CacheHistoryChecker() {}

    /** Fails, saying where the history of a key cannot be explained. */
    public static void requireLinearizable(List<CacheCall> calls) {
        calls.stream()
                .collect(Collectors.groupingBy(CacheCall::key))
                .forEach((key, ofKey) -> new Search(key, ofKey).run());
    }

    /** What has been put into an order, and the state that it leaves. */
    private record Configuration(BitSet done, @Nullable String state) {}

    /** A call that was given its place, and the state before it. */
    private record Placed(int call, @Nullable String before) {}

    /** A search through the orders of one key. */
    private static final class Search {
        private final String key;
        private final List<CacheCall> calls;
        private final BitSet done;
        private final Set<Configuration> seen = new HashSet<>();
        private final List<Placed> order = new ArrayList<>();
        private @Nullable String state;
        private int longest = -1;
        private String stuck = "";

        Search(String key, List<CacheCall> calls) {
            this.key = key;
            this.calls = calls.stream()
                    .sorted(Comparator.comparingLong(CacheCall::invoked))
                    .toList();
            this.done = new BitSet(calls.size());
        }

        void run() {
            int from = 0;
            while (!isExplained()) {
                int next = nextFrom(from);
                if (next >= 0) {
                    order.add(new Placed(next, state));
                    done.set(next);
                    state = calls.get(next).action().on(state).state();
                    from = 0;
                } else if (order.isEmpty()) {
                    throw new AssertionError("the history of '" + key + "' (" + calls.size()
                            + " calls) is not linearizable; no order goes further than to\n" + stuck);
                } else {
                    noteStuck();
                    var last = order.remove(order.size() - 1);
                    done.clear(last.call());
                    state = last.before();
                    from = last.call() + 1;
                }
            }
        }

        private boolean isExplained() {
            for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
                if (calls.get(i).isAnswered()) {
                    return false;
                }
            }
            return true;
        }

        /** The next call that may come now and leads to where nobody has been; -1 if there is none. */
        private int nextFrom(int from) {
            long firstReturn = Long.MAX_VALUE;
            for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
                var call = calls.get(i);
                if (call.invoked() > firstReturn) {
                    return -1;
                }
                if (i >= from && isPossible(call) && isNew(i, call)) {
                    return i;
                }
                firstReturn = Math.min(firstReturn, call.returned());
            }
            return -1;
        }

        private boolean isPossible(CacheCall call) {
            return !call.isAnswered() || Objects.equals(call.action().on(state).answer(), call.answer());
        }

        private boolean isNew(int index, CacheCall call) {
            var then = (BitSet) done.clone();
            then.set(index);
            if (seen.size() >= CONFIGURATIONS_MAX) {
                throw new AssertionError("the history of '" + key + "' is too tangled to be judged");
            }
            return seen.add(new Configuration(then, call.action().on(state).state()));
        }

        private void noteStuck() {
            if (order.size() <= longest) {
                return;
            }
            longest = order.size();
            var lines = new ArrayList<String>();
            order.stream()
                    .skip(Math.max(0, longest - 8))
                    .forEach(placed -> lines.add("      " + calls.get(placed.call())));
            lines.add("  where the value is " + state + ", and one of these has to come:");
            for (int i = done.nextClearBit(0); i < calls.size() && lines.size() < 24; i = done.nextClearBit(i + 1)) {
                lines.add("      " + calls.get(i));
            }
            stuck = String.join("\n", lines);
        }
    }
}
