package io.concord.jcache.event;

import io.concord.core.model.Entry;
import io.concord.jcache.transport.WatchedEvent;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Reads watched events as changes of a cache, as far as some listener wants them. What cannot be read is logged, at the level of a
 * warning once a minute, and left out. Whatever decoding throws ends here, since the thread is the watch's. Not thread-safe.
 */
final class ChangeReader<K, V> {
    private static final System.Logger LOGGER = System.getLogger(ChangeReader.class.getName());

    private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final EventSource<K, V> source;
    private long warnedNanos = System.nanoTime() - WARNING_NANOS;

    ChangeReader(EventSource<K, V> source) {
        this.source = source;
    }

    Optional<Change<K, V>> read(WatchedEvent event, List<Registration<K, V>> listeners) {
        var type = typeOf(event);
        var interested = listeners.stream().filter(each -> each.wants(type)).toList();
        if (interested.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoded(event, type, interested.stream().anyMatch(Registration::wantsOldValue)));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            log(
                    "listeners of the cache " + source.namespace() + " are not told of a change of '" + event.key()
                            + "': it cannot be read",
                    e);
            return Optional.empty();
        }
    }

    private Change<K, V> decoded(WatchedEvent event, EventType type, boolean withOldValue) {
        var key = source.keys().decode(event.key());
        if (type == EventType.REMOVED || type == EventType.EXPIRED) {
            var last = valueIfReadable(event.previous());
            return new Change<>(source.cache(), type, key, last, last);
        }
        var value = source.values().decode(event.entry().orElseThrow().value());
        var old = withOldValue ? valueIfReadable(event.previous()) : null;
        return new Change<>(source.cache(), type, key, value, old);
    }

    /** That an old value cannot be read is no reason to keep the change from anybody. */
    private @Nullable V valueIfReadable(Optional<Entry> entry) {
        try {
            return entry.isEmpty() ? null : source.values().decode(entry.get().value());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            log(
                    "the old value of '" + entry.orElseThrow().key() + "' in the cache " + source.namespace()
                            + " cannot be read",
                    e);
            return null;
        }
    }

    /** Another version of the application may write thousands. */
    private void log(String message, Throwable cause) {
        long now = System.nanoTime();
        var warns = now - warnedNanos >= WARNING_NANOS;
        if (warns) {
            warnedNanos = now;
        }
        LOGGER.log(warns ? Level.WARNING : Level.DEBUG, message, cause);
    }

    private static EventType typeOf(WatchedEvent event) {
        return switch (event.type()) {
            case WRITTEN ->
                event.entry()
                        .filter(entry -> entry.createRevision() == entry.revision())
                        .map(entry -> EventType.CREATED)
                        .orElse(EventType.UPDATED);
            case DELETED -> EventType.REMOVED;
            case EXPIRED -> EventType.EXPIRED;
        };
    }
}
