package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import java.util.Locale;

/** What can happen to an entry. */
public enum EventType {
    PUT,
    DELETE,
    EXPIRE;

    private static final Classifier CLASSIFIER = new Classifier();

    public static EventType of(ChangeEvent event) {
        return event.accept(CLASSIFIER);
    }

    /** As it stands in requests and events, such as {@code put}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static final class Classifier implements ChangeEvent.Handler<EventType> {
        @Override
        public EventType entryWritten(ChangeEvent.EntryWritten event) {
            return PUT;
        }

        @Override
        public EventType entryDeleted(ChangeEvent.EntryDeleted event) {
            return DELETE;
        }

        @Override
        public EventType entryExpired(ChangeEvent.EntryExpired event) {
            return EXPIRE;
        }
    }
}
