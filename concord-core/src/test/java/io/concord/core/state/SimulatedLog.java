package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random log over few keys, authors and request ids, with clocks that disagree and with retries of every kind. */
final class SimulatedLog {
    private static final String[] KEYS = {"a", "b", "\uff5e", "\ud83d\ude00", "a\u0000"};
    private static final String[] NAMESPACES = {"default", "cats"};
    private static final String[] SUBJECTS = {"alice", "bob"};

    private final Random random;
    private final List<Command> commands = new ArrayList<>();

    private SimulatedLog(Random random) {
        this.random = random;
    }

    static List<Command> of(Random random, int length) {
        var log = new SimulatedLog(random);
        while (log.commands.size() < length) {
            log.commands.add(log.next());
        }
        return log.commands;
    }

    private Command next() {
        int kind = random.nextInt(100);
        if (kind < 5) {
            return new Command.Noop(time());
        }
        if (kind < 30 && !commands.isEmpty()) {
            return commands.get(random.nextInt(commands.size()));
        }
        var namespace = new Namespace(pick(NAMESPACES));
        var key = new Key(pick(KEYS));
        if (kind < 50) {
            return new Command.Delete(origin(), namespace, key, precondition());
        }
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        return new Command.Put(origin(), namespace, key, Value.of(bytes, "a/b"), precondition());
    }

    private Origin origin() {
        var id = new RequestId("r" + random.nextInt(60));
        return new Origin(new Author("", pick(SUBJECTS)), id, time());
    }

    /** About the position in the log, give or take the difference of two clocks. */
    private long time() {
        return Math.max(0, commands.size() * 2L + random.nextInt(60) - 30);
    }

    private Precondition precondition() {
        return switch (random.nextInt(6)) {
            case 0 -> Precondition.absent();
            case 1 -> Precondition.present();
            case 2 -> Precondition.revisionIn(1L + random.nextInt(commands.size() + 1), 1L + random.nextInt(10));
            default -> Precondition.none();
        };
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
