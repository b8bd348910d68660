package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.model.Author;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Random commands that meet each other: few keys, clocks that differ, and requests that are repeated with and without
 * change. The time of the entries never goes back; now and then it leaps far.
 */
final class SimulatedLog {
    static final String[] SUBJECTS = {"alice", "bob"};

    /** A command with the cluster's time in its entry. */
    record Item(long timeMillis, Command command) {}

    private final Random random;
    private final SimulatedOperations operations;
    private final List<Item> items = new ArrayList<>();
    private final List<Command.Write> writes = new ArrayList<>();
    private long nowMillis;

    private SimulatedLog(Random random) {
        this.random = random;
        this.operations = new SimulatedOperations(random);
    }

    static List<Item> of(Random random, int length) {
        var log = new SimulatedLog(random);
        while (log.items.size() < length) {
            log.nowMillis += log.pause();
            log.items.add(new Item(log.nowMillis, log.next()));
        }
        return log.items;
    }

    private long pause() {
        int kind = random.nextInt(100);
        if (kind < 2) {
            return random.nextInt(1_000_000);
        }
        return kind < 60 ? random.nextInt(3) : 0;
    }

    private Command next() {
        int kind = random.nextInt(100);
        if (kind < 12) {
            return new Command.Tick(clock());
        }
        if (kind < 20) {
            var batch = new ArrayList<Command.Write>();
            for (int left = 1 + random.nextInt(5); left > 0; left--) {
                batch.add(write());
            }
            return new Command.Batch(batch);
        }
        return write();
    }

    /** A fifth are attempts at what was asked before. */
    private Command.Write write() {
        if (random.nextInt(5) == 0 && !writes.isEmpty()) {
            return writes.get(random.nextInt(writes.size()));
        }
        Operation operation = operations.next(items.size());
        var origin = new Origin(
                new Author("", SUBJECTS[random.nextInt(SUBJECTS.length)]),
                random.nextBoolean() ? Optional.empty() : Optional.of(new Token("t" + random.nextInt(20), clock())),
                new RequestId("r" + random.nextInt(200)),
                clock(),
                Math.max(0, nowMillis - random.nextInt(4) + random.nextInt(3)),
                new LeaseRights(random.nextInt(3) == 0, random.nextBoolean() ? 0 : 1 + random.nextInt(3)));
        long deadlineMillis = random.nextInt(4) == 0 ? nowMillis + random.nextInt(5) : Command.Write.NO_DEADLINE;
        var write = new Command.Write(origin, deadlineMillis, operation);
        writes.add(write);
        return write;
    }

    /** About the position in the log, give or take the difference of two clocks. */
    private long clock() {
        return Math.max(0, items.size() * 2L + random.nextInt(60) - 30);
    }
}
