package io.concord.server.http;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Entry;
import io.concord.core.state.Commit;
import io.concord.server.service.watch.EventType;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Commits as watchers read them: one line of JSON.
 *
 * @param withPrevious whether each event tells what its entry was before
 */
record EventJson(boolean withPrevious) {
    void write(Commit commit, Iterator<ChangeEvent> events, JsonBytes out) throws IOException {
        out.raw("{\"revision\":").number(commit.revision());
        out.raw(",\"written\":")
                .string(Instant.ofEpochMilli(commit.writtenMillis()).toString());
        out.raw(",\"author\":").string(commit.author().subject());
        out.raw(",\"events\":[");
        write(events.next(), commit, out);
        while (events.hasNext()) {
            out.raw(",");
            write(events.next(), commit, out);
        }
        out.raw("]}");
    }

    private void write(ChangeEvent event, Commit commit, JsonBytes out) throws IOException {
        out.raw("{\"type\":").string(EventType.of(event).text());
        out.raw(",\"namespace\":").string(event.namespace().name());
        out.raw(",\"key\":").string(event.key().text());
        var entry = event.accept(new EntryNow());
        if (entry.isPresent()) {
            value(entry.get(), out);
        }
        out.raw(",\"author\":").string(commit.author().subject());
        if (event instanceof ChangeEvent.EntryDeleted deleted && deleted.quiet()) {
            out.raw(",\"quiet\":true");
        }
        if (withPrevious) {
            previous(event.accept(new EntryBefore()), out);
        }
        out.raw("}");
    }

    private static void previous(Optional<Entry> previous, JsonBytes out) throws IOException {
        if (previous.isEmpty()) {
            return;
        }
        var entry = previous.get();
        out.raw(",\"previous\":{\"revision\":").number(entry.revision());
        value(entry, out);
        out.raw(",\"author\":").string(entry.author().subject()).raw("}");
    }

    private static void value(Entry entry, JsonBytes out) throws IOException {
        var encoding = ValueEncoding.of(entry.value());
        out.raw(",\"createRevision\":").number(entry.createRevision());
        out.raw(",\"version\":").number(entry.version());
        out.raw(",\"contentType\":").string(entry.value().contentType());
        out.raw(",\"encoding\":").string(encoding.text());
        out.raw(",\"value\":");
        encoding.write(entry.value(), out);
        if (!entry.tags().isEmpty()) {
            tags(entry.tags().texts(), out);
        }
    }

    private static void tags(List<String> tags, JsonBytes out) throws IOException {
        var separator = ",\"tags\":[";
        for (var tag : tags) {
            out.raw(separator).string(tag);
            separator = ",";
        }
        out.raw("]");
    }

    /** What the entry is after the event, if it is. */
    private static final class EntryNow implements ChangeEvent.Handler<Optional<Entry>> {
        @Override
        public Optional<Entry> entryWritten(ChangeEvent.EntryWritten event) {
            return Optional.of(event.entry());
        }

        @Override
        public Optional<Entry> entryDeleted(ChangeEvent.EntryDeleted event) {
            return Optional.empty();
        }

        @Override
        public Optional<Entry> entryExpired(ChangeEvent.EntryExpired event) {
            return Optional.empty();
        }
    }

    /** What the entry was before the event, if it was. */
    private static final class EntryBefore implements ChangeEvent.Handler<Optional<Entry>> {
        @Override
        public Optional<Entry> entryWritten(ChangeEvent.EntryWritten event) {
            return event.previous();
        }

        @Override
        public Optional<Entry> entryDeleted(ChangeEvent.EntryDeleted event) {
            return Optional.of(event.previous());
        }

        @Override
        public Optional<Entry> entryExpired(ChangeEvent.EntryExpired event) {
            return Optional.of(event.previous());
        }
    }
}
