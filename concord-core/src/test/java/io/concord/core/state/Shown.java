package io.concord.core.state;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.model.Escaped;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What scripts show. An outcome has the record's own words, and a line for each entry or outcome that is in it. */
final class Shown {
    private Shown() {}

    static String reply(Reply reply) {
        return outcome(reply.outcome(), reply.replayed() ? " (replayed)" : "");
    }

    static String outcome(Outcome outcome) {
        return outcome(outcome, "");
    }

    private static String outcome(Outcome outcome, String suffix) {
        if (outcome instanceof Outcome.Executed executed) {
            var head = String.format("Executed[revision=%d, succeeded=%s]", executed.revision(), executed.succeeded());
            return head
                    + suffix
                    + indented(executed.outcomes().stream().map(Shown::outcome).toList());
        }
        if (outcome instanceof Outcome.Batched batched) {
            var head = "Batched[revision=" + batched.revision() + "]";
            return head
                    + suffix
                    + indented(batched.replies().stream().map(Shown::reply).toList());
        }
        if (outcome instanceof Refusal.StepRefused refused) {
            var head = String.format(
                    "StepRefused[revision=%d, succeeded=%s, step=%d]",
                    refused.revision(), refused.succeeded(), refused.step());
            return head + suffix + indented(List.of(outcome(refused.cause())));
        }
        var entries = entriesOf(outcome);
        String words = outcome.toString()
                .replaceAll(", (previous|current|entry|entries)=(Optional)?\\[.*](?=[,\\]])", "")
                .replaceAll(", (previous|current|entry)=Optional.empty", "");
        return words + suffix + indented(entries.stream().map(Shown::entry).toList());
    }

    private static List<Entry> entriesOf(Outcome outcome) {
        if (outcome instanceof Outcome.Listed listed) {
            return listed.entries();
        }
        Optional<Entry> entry = Optional.empty();
        if (outcome instanceof Outcome.Written written) {
            entry = written.previous();
        } else if (outcome instanceof Outcome.Deleted deleted) {
            entry = deleted.previous();
        } else if (outcome instanceof Outcome.Found found) {
            entry = found.entry();
        } else if (outcome instanceof Refusal.PreconditionFailed failed) {
            entry = failed.current();
        }
        return entry.stream().toList();
    }

    private static String indented(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append("\n  ").append(line.replace("\n", "\n  ")));
        return text.toString();
    }

    static String commit(Commit commit) {
        var text = new StringBuilder();
        commit.forEach(event -> text.append("\n  event ").append(event(event)));
        return text.toString();
    }

    private static String event(ChangeEvent event) {
        return event.accept(new ChangeEvent.Handler<String>() {
            @Override
            public String entryWritten(ChangeEvent.EntryWritten written) {
                String previous = written.previous().map(Shown::text).orElse("nothing");
                return written.namespace() + " written " + entry(written.entry()) + ", before: " + previous;
            }

            @Override
            public String entryDeleted(ChangeEvent.EntryDeleted deleted) {
                return gone(deleted.quiet() ? "quietly deleted" : "deleted", deleted, deleted.previous());
            }

            @Override
            public String entryExpired(ChangeEvent.EntryExpired expired) {
                return gone("expired", expired, expired.previous());
            }
        });
    }

    private static String gone(String how, ChangeEvent event, Entry previous) {
        return event.namespace() + " " + how + " " + key(event.key()) + " at " + event.revision() + ", before: "
                + text(previous);
    }

    static String entry(Entry entry) {
        return String.format(
                "%s=%s created=%d revision=%d version=%d by=%s at=%d%s%s",
                key(entry.key()),
                text(entry),
                entry.createRevision(),
                entry.revision(),
                entry.version(),
                entry.author(),
                entry.writtenMillis(),
                lifetime(entry.lifetime()),
                entry.tags().isEmpty() ? "" : " tags=" + entry.tags().ascending());
    }

    private static String lifetime(Lifetime lifetime) {
        if (lifetime.hasLease()) {
            return " lease=" + lifetime.leaseId();
        }
        return lifetime.hasDeadline() ? " until=" + lifetime.deadlineMillis() : "";
    }

    private static String key(Key key) {
        return brief(key.toString());
    }

    private static String text(Entry entry) {
        return brief(Escaped.text(new String(entry.value().toByteArray(), StandardCharsets.UTF_8)));
    }

    private static String brief(String escaped) {
        return escaped.length() <= 128
                ? escaped
                : escaped.substring(0, 8) + "... (" + escaped.length() + " characters)";
    }
}
