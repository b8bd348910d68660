package io.concord.core;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One value of every type that has a format, by the name of its golden file. */
public final class Samples {
    public static final Author ALICE = new Author("https://issuer.example", "alice");
    public static final Namespace CONFIG = new Namespace("config");

    private Samples() {}

    public static Origin origin(String requestId, long timeMillis) {
        return new Origin(ALICE, new RequestId(requestId), timeMillis);
    }

    public static Value text(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    }

    public static Command.Put put(String requestId, long timeMillis, String key, String value) {
        return new Command.Put(origin(requestId, timeMillis), CONFIG, new Key(key), text(value), Precondition.none());
    }

    public static Command.Delete delete(String requestId, long timeMillis, String key) {
        return new Command.Delete(origin(requestId, timeMillis), CONFIG, new Key(key), Precondition.none());
    }

    public static Map<String, Command> commands() {
        var commands = new TreeMap<String, Command>();
        var origin = origin("r-1", 1_767_225_600_000L);
        var key = new Key("users/\u00e9\ud83d\ude00");
        var value = text("hello");
        commands.put("command-v1-put", new Command.Put(origin, CONFIG, key, value, Precondition.none()));
        commands.put("command-v1-put-absent", new Command.Put(origin, CONFIG, key, value, Precondition.absent()));
        commands.put(
                "command-v1-put-revision-in",
                new Command.Put(origin, CONFIG, key, value, Precondition.revisionIn(3, 1L << 40)));
        commands.put("command-v1-delete", new Command.Delete(origin, CONFIG, key, Precondition.none()));
        commands.put("command-v1-delete-present", new Command.Delete(origin, CONFIG, key, Precondition.present()));
        commands.put("command-v1-noop", new Command.Noop(1_767_225_600_000L));
        return commands;
    }

    public static Map<String, Reply> replies() {
        var replies = new TreeMap<String, Reply>();
        replies.put("reply-v1-written", new Reply(new Outcome.Written(7, 5, 2), false));
        replies.put("reply-v1-written-replayed", new Reply(new Outcome.Written(7, 5, 2), true));
        replies.put("reply-v1-deleted", new Reply(new Outcome.Deleted(8, true), false));
        replies.put("reply-v1-deleted-nothing", new Reply(new Outcome.Deleted(8, false), false));
        replies.put("reply-v1-passed", new Reply(new Outcome.Passed(9), false));
        replies.put("reply-v1-precondition-failed", new Reply(new Outcome.PreconditionFailed(9, 4), false));
        replies.put("reply-v1-request-id-reused", new Reply(new Outcome.RequestIdReused(9), false));
        replies.put("reply-v1-request-forgotten", new Reply(new Outcome.RequestForgotten(9), false));
        return replies;
    }
}
