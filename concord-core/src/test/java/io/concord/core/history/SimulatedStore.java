package io.concord.core.history;

import io.concord.core.model.Precondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A store that does one thing at a time, and clients that talk to it over a slow network which loses some answers. What it
 * records is linearizable.
 */
final class SimulatedStore {
    /**
     * @param unknownShare of the writes and reads whose answer is lost; of these writes a third never happens, and another
     *     happens late
     * @param values how many different values there are; 0 for a new one in each write
     * @param isBounded whether an unknown outcome has a deadline
     */
    record Plan(int clients, int keys, int operations, double unknownShare, int values, boolean isBounded) {}

    private static final int DELAY_MAX = 20;
    private static final int PATIENCE = 2 * DELAY_MAX;
    private static final int LATENESS_MAX = 300;

    private record Event(long at, long order, Runnable what) {}

    private record Held(String value, long revision) {}

    private final Random random;
    private final Plan plan;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<String, Held> entries = new HashMap<>();
    private final Map<String, Long> lastSeen = new HashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final List<Witness.AppliedWrite> log = new ArrayList<>();
    private long eventCount;
    private long now;
    private long revision;
    private int begun;

    private SimulatedStore(long seed, Plan plan) {
        this.random = new Random(seed);
        this.plan = plan;
    }

    static SimulatedStore run(long seed, Plan plan) {
        var store = new SimulatedStore(seed, plan);
        for (var client = 0; client < plan.clients(); client++) {
            var name = "c" + client;
            store.in(store.delay(), () -> store.begin(name));
        }
        store.play();
        return store;
    }

    List<Operation> operations() {
        return operations.stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
    }

    Witness witness() {
        return new Witness(log);
    }

    private void play() {
        while (!events.isEmpty()) {
            var event = events.remove();
            now = event.at();
            event.what().run();
        }
    }

    private void in(long delay, Runnable what) {
        events.add(new Event(now + delay, eventCount++, what));
    }

    private int delay() {
        return 1 + random.nextInt(DELAY_MAX);
    }

    private void begin(String client) {
        if (begun == plan.operations()) {
            return;
        }
        var requestId = "r" + begun++;
        var key = "k" + random.nextInt(plan.keys());
        var action = draw(key);
        var invoked = now;
        if (random.nextDouble() < plan.unknownShare()) {
            lose(new Operation(
                    client,
                    key,
                    action,
                    requestId,
                    invoked,
                    plan.isBounded() ? invoked + LATENESS_MAX : Operation.NEVER,
                    new Result.Unknown()));
            in(PATIENCE, () -> begin(client));
            return;
        }
        in(delay(), () -> {
            var result = apply(key, action, requestId);
            in(delay(), () -> {
                operations.add(new Operation(client, key, action, requestId, invoked, now, result));
                in(delay(), () -> begin(client));
            });
        });
    }

    private void lose(Operation operation) {
        operations.add(operation);
        var fate = random.nextInt(3);
        if (fate > 0) {
            in(
                    fate == 1 ? delay() : 1 + random.nextInt(LATENESS_MAX),
                    () -> apply(operation.key(), operation.action(), operation.requestId()));
        }
    }

    private Action draw(String key) {
        var value = plan.values() == 0 ? "v" + begun : "v" + random.nextInt(plan.values());
        var known = lastSeen.getOrDefault(key, 0L);
        var precondition = known == 0 ? Precondition.absent() : Precondition.revisionIn(known);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> Action.put(value);
            case 3, 4 -> Action.put(value, precondition);
            case 5 -> Action.delete();
            case 6 -> Action.delete(random.nextBoolean() ? precondition : Precondition.present());
            default -> Action.get();
        };
    }

    private Result apply(String key, Action action, String requestId) {
        var held = entries.get(key);
        var entryRevision = held == null ? 0 : held.revision();
        lastSeen.put(key, entryRevision);
        if (action instanceof Action.Put put) {
            if (State.of(entryRevision).admit(put.precondition()) < 0) {
                return new Result.PreconditionFailed(entryRevision, revision);
            }
            entries.put(key, new Held(put.value(), logged(key, requestId)));
            return new Result.Written(revision);
        }
        if (action instanceof Action.Delete delete) {
            if (State.of(entryRevision).admit(delete.precondition()) < 0) {
                return new Result.PreconditionFailed(entryRevision, revision);
            }
            var existed = entries.remove(key) != null;
            return new Result.Deleted(existed, existed ? logged(key, requestId) : revision);
        }
        return held == null ? new Result.Absent(revision) : new Result.Found(held.value(), held.revision(), revision);
    }

    private long logged(String key, String requestId) {
        log.add(new Witness.AppliedWrite(requestId, key, ++revision));
        return revision;
    }
}
