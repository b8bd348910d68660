package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A keyspace behind lines such as {@code put key=greeting value=hello id=r1 by=alice if=absent}. A command has {@code time=}
 * of its entry in the log, which goes on as it was where nothing is said; a write has {@code at=} of its submitter's clock,
 * {@code first=} of its first attempt (the entry's time, if nothing is said) and {@code deadline=}. The lines of a {@code
 * batch} are writes. One with {@code token=} was {@code issued=} at a time; {@code rules=} is by which rules it was allowed, the
 * newest where nothing is said; what leases it may touch say {@code of-others} and {@code granted-max=}. What only looks is
 * answered by a {@link ViewConsole}.
 */
final class KeyspaceConsole {
    private Bounds bounds = Bounds.STANDARD;
    private Keyspace keyspace = new Keyspace();
    private long timeMillis;
    private int unnamedRequests;
    private final RestoreConsole backups = new RestoreConsole();

    String run(String block) {
        try {
            var lines = block.lines().map(Arguments::parse).toList();
            return run(lines.get(0), lines.subList(1, lines.size())).strip();
        } catch (InvalidValueException e) {
            return "invalid: " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(Arguments head, List<Arguments> lines) throws IOException {
        return switch (head.verb()) {
            case "new" -> open(head);
            case "restore" -> restore();
            case "backup" -> backups.take(keyspace.view(), head);
            case "tick" -> apply(head, new Command.Tick(head.number("at", 0)));
            case "batch" -> apply(head, batch(head, lines));
            case "expect" -> new ViewConsole(keyspace.view()).evaluate(OperationWords.parse(head.shifted(), lines));
            default -> {
                var view = new ViewConsole(keyspace.view());
                yield view.knows(head.verb()) ? view.run(head) : apply(head, write(head, lines));
            }
        };
    }

    private String open(Arguments head) {
        bounds = new Bounds(
                (int) head.number("requests", Bounds.STANDARD.requestsMax()),
                head.number("request-bytes", Bounds.STANDARD.requestBytesMax()),
                (int) head.number("commits", Bounds.STANDARD.commitsMax()),
                head.number("history-bytes", Bounds.STANDARD.historyBytesMax()),
                (int) head.number("removals", Bounds.STANDARD.removalsMax()));
        keyspace = new Keyspace(bounds);
        return "empty";
    }

    private Command batch(Arguments head, List<Arguments> lines) {
        timeMillis = head.number("time", timeMillis);
        var writes = new ArrayList<Command.Write>();
        lines.forEach(line -> writes.add(write(line, List.of())));
        return new Command.Batch(writes);
    }

    private Command.Write write(Arguments head, List<Arguments> lines) {
        timeMillis = head.number("time", timeMillis);
        Operation operation = backups.knows(head.verb()) ? backups.operation(head) : OperationWords.parse(head, lines);
        return new Command.Write(origin(head), head.number("deadline", Command.Write.NO_DEADLINE), operation);
    }

    private Origin origin(Arguments head) {
        String id = head.has("id") ? head.text("id", "") : "unnamed-" + ++unnamedRequests;
        var author = new Author(head.text("issuer", ""), head.text("by", "alice"));
        long firstMillis = head.number("first", timeMillis);
        var leases = new LeaseRights(head.says("of-others"), (int) head.number("granted-max", LeaseRights.UNLIMITED));
        return new Origin(author, token(head), new RequestId(id), head.number("at", 1000), firstMillis, leases)
                .by(head.number("rules", keyspace.view().rules().revision()));
    }

    private static Optional<Token> token(Arguments head) {
        return head.has("token")
                ? Optional.of(new Token(head.text("token", ""), head.number("issued", 0)))
                : Optional.empty();
    }

    private String apply(Arguments head, Command command) {
        timeMillis = head.number("time", timeMillis);
        var applied = keyspace.apply(timeMillis, command);
        var text = new StringBuilder(Shown.reply(applied.reply()));
        applied.commits().forEach(commit -> text.append(Shown.commit(commit)));
        return text.toString();
    }

    /** Goes on with a replica that knows only the snapshot. */
    private String restore() throws IOException {
        var before = keyspace.view();
        var snapshot = new ByteArrayOutputStream();
        before.writeTo(snapshot);
        keyspace = new Keyspace(bounds);
        keyspace.restore(new ByteArrayInputStream(snapshot.toByteArray()));
        return Arrays.equals(before.digest(), keyspace.view().digest()) ? "same digest" : "ANOTHER DIGEST";
    }
}
