package io.concord.it.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import org.jspecify.annotations.Nullable;

/** Remembers what it hears, and where the old value of an event is not the new one of the event before it. */
public final class RecordingListener
        implements CacheEntryCreatedListener<String, String>,
                CacheEntryUpdatedListener<String, String>,
                CacheEntryRemovedListener<String, String>,
                CacheEntryExpiredListener<String, String> {
    private static final String ABSENT = "(absent)";

    private final Map<String, String> last = new ConcurrentHashMap<>();
    private final List<String> kinds = new CopyOnWriteArrayList<>();
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final List<String> breaks = new CopyOnWriteArrayList<>();

    /** To register it, with old values. */
    public CacheEntryListenerConfiguration<String, String> configuration(boolean synchronous) {
        return new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>(this), null, true, synchronous);
    }

    /** The value of a key by the last event; null if it is absent. */
    public @Nullable String last(String key) {
        var value = last.getOrDefault(key, ABSENT);
        return value.equals(ABSENT) ? null : value;
    }

    /** The kind and the key of every event. */
    public List<String> kinds() {
        return List.copyOf(kinds);
    }

    /** What an event made of a key. */
    private record Heard(String key, String value) {}

    /** The values that events gave to keys that begin so, in the order of the events. */
    public List<String> values(String prefix) {
        return heard.stream()
                .filter(event -> event.key().startsWith(prefix))
                .map(Heard::value)
                .toList();
    }

    /** How many events there were. */
    public int count() {
        return kinds.size();
    }

    /** Events that do not fit behind the ones before them: lost, repeated or in another order. */
    public List<String> breaks() {
        return List.copyOf(breaks);
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> hear(event, event.getValue()));
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> hear(event, event.getValue()));
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> hear(event, ABSENT));
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(event -> hear(event, ABSENT));
    }

    private void hear(CacheEntryEvent<? extends String, ? extends String> event, String now) {
        kinds.add(event.getEventType() + " " + event.getKey());
        heard.add(new Heard(event.getKey(), now));
        var before = last.put(event.getKey(), now);
        var old = event.isOldValueAvailable() ? event.getOldValue() : ABSENT;
        if (!Objects.equals(before == null ? ABSENT : before, old)) {
            breaks.add(event + " after " + before);
        }
    }
}
