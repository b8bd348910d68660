package io.concord.core.state;

import io.concord.core.command.Command;
import io.concord.core.command.Origin;
import io.concord.core.command.Outcome;
import io.concord.core.model.Author;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.Escaped;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A keyspace behind command lines such as {@code put key=greeting value=hello id=r1 at=100 by=alice if=absent}. In a word,
 * {@code \\u{1f600}} is a character, {@code \\s} a space, and {@code x*1024} that many of them.
 */
final class KeyspaceConsole {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9a-f]+)}");
    private static final Pattern REPEATED = Pattern.compile("(.)\\*(\\d+)");

    private Keyspace keyspace = new Keyspace();
    private int unnamedRequests;

    String run(String line) {
        try {
            String[] words = line.split(" +", -1);
            var arguments = new HashMap<String, String>();
            for (String word : Arrays.asList(words).subList(1, words.length)) {
                String[] pair = word.split("=", 2);
                arguments.put(pair[0], unescape(pair[1]));
            }
            return run(words[0], arguments).strip();
        } catch (InvalidValueException e) {
            return "invalid: " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String verb, Map<String, String> arguments) throws IOException {
        return switch (verb) {
            case "new" -> open(Integer.parseInt(arguments.getOrDefault("capacity", "65536")));
            case "put" -> apply(put(arguments));
            case "delete" -> apply(delete(arguments));
            case "noop" -> apply(new Command.Noop(Long.parseLong(arguments.getOrDefault("at", "0"))));
            case "get" -> get(namespace(arguments), key(arguments));
            case "list" -> list(arguments);
            case "state" -> state();
            case "restore" -> restore();
            default -> throw new IllegalArgumentException("unknown command " + verb);
        };
    }

    private String open(int capacity) {
        keyspace = new Keyspace(capacity);
        return "empty";
    }

    private Command put(Map<String, String> arguments) {
        byte[] bytes = arguments.getOrDefault("value", "").getBytes(StandardCharsets.UTF_8);
        var value = Value.of(bytes, arguments.getOrDefault("type", "text/plain"));
        return new Command.Put(origin(arguments), namespace(arguments), key(arguments), value, precondition(arguments));
    }

    private Command delete(Map<String, String> arguments) {
        return new Command.Delete(origin(arguments), namespace(arguments), key(arguments), precondition(arguments));
    }

    private Origin origin(Map<String, String> arguments) {
        String id = arguments.get("id");
        var author = new Author(arguments.getOrDefault("issuer", ""), arguments.getOrDefault("by", "alice"));
        long timeMillis = Long.parseLong(arguments.getOrDefault("at", "1000"));
        return new Origin(author, new RequestId(id == null ? "unnamed-" + ++unnamedRequests : id), timeMillis);
    }

    private static Namespace namespace(Map<String, String> arguments) {
        return new Namespace(arguments.getOrDefault("in", "default"));
    }

    private static Key key(Map<String, String> arguments) {
        return new Key(arguments.getOrDefault("key", ""));
    }

    private static Precondition precondition(Map<String, String> arguments) {
        String text = arguments.getOrDefault("if", "none");
        return switch (text) {
            case "none" -> Precondition.none();
            case "absent" -> Precondition.absent();
            case "present" -> Precondition.present();
            default ->
                Precondition.revisionIn(Arrays.stream(text.split(",", -1))
                        .mapToLong(Long::parseLong)
                        .toArray());
        };
    }

    private String apply(Command command) {
        var applied = keyspace.apply(command);
        var text = new StringBuilder(describe(applied.reply().outcome()));
        text.append(applied.reply().replayed() ? " (replayed)" : "");
        applied.events().forEach(event -> text.append("\n  event ").append(describe(event)));
        return text.toString();
    }

    /** The record's own words: {@code Written[revision=1, createRevision=1, version=1]}. */
    private static String describe(Outcome outcome) {
        return outcome.toString();
    }

    private static String describe(ChangeEvent event) {
        return event.accept(new ChangeEvent.Handler<String>() {
            @Override
            public String entryWritten(ChangeEvent.EntryWritten written) {
                String previous = written.previous().map(KeyspaceConsole::text).orElse("nothing");
                return written.namespace() + " written " + describe(written.entry()) + ", before: " + previous;
            }

            @Override
            public String entryDeleted(ChangeEvent.EntryDeleted deleted) {
                return deleted.namespace() + " deleted " + shown(deleted.key()) + " at " + deleted.revision()
                        + ", before: " + text(deleted.previous());
            }
        });
    }

    private String get(Namespace namespace, Key key) {
        return keyspace.view()
                .get(namespace, key)
                .map(KeyspaceConsole::describe)
                .orElse("absent");
    }

    private String list(Map<String, String> arguments) {
        var view = keyspace.view();
        var namespace = namespace(arguments);
        Iterator<Entry> entries = arguments.containsKey("from")
                ? view.entriesFrom(namespace, new Key(arguments.getOrDefault("from", "")))
                : view.entries(namespace);
        var text = new StringBuilder();
        entries.forEachRemaining(entry -> text.append(describe(entry)).append('\n'));
        return text.length() == 0 ? "nothing" : text.toString();
    }

    private String state() {
        var view = keyspace.view();
        return String.format(
                "revision=%d clock=%d entries=%d bytes=%d requests=%d horizon=%d",
                view.revision(),
                view.clockMillis(),
                view.entryCount(),
                view.bytes(),
                view.requestsRemembered(),
                view.requestHorizonMillis());
    }

    /** Goes on with a replica that knows only the snapshot. */
    private String restore() throws IOException {
        var before = keyspace.view();
        var snapshot = new ByteArrayOutputStream();
        before.writeTo(snapshot);
        keyspace = new Keyspace(before.requests().capacity());
        keyspace.restore(new ByteArrayInputStream(snapshot.toByteArray()));
        return Arrays.equals(before.digest(), keyspace.view().digest()) ? "same digest" : "ANOTHER DIGEST";
    }

    private static String describe(Entry entry) {
        return String.format(
                "%s=%s created=%d revision=%d version=%d by=%s at=%d",
                shown(entry.key()),
                text(entry),
                entry.createRevision(),
                entry.revision(),
                entry.version(),
                entry.author(),
                entry.writtenMillis());
    }

    private static String shown(Key key) {
        String escaped = key.toString();
        return escaped.length() <= 64 ? escaped : escaped.substring(0, 8) + "... (" + escaped.length() + " characters)";
    }

    private static String text(Entry entry) {
        return Escaped.text(new String(entry.value().toByteArray(), StandardCharsets.UTF_8));
    }

    private static String unescape(String word) {
        var repeated = REPEATED.matcher(word);
        if (repeated.matches()) {
            return repeated.group(1).repeat(Integer.parseInt(repeated.group(2)));
        }
        return ESCAPE.matcher(word.replace("\\s", " "))
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }
}
