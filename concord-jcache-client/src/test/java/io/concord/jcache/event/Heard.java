package io.concord.jcache.event;

import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;

/** A listener that remembers what it was told: {@code "UPDATED key=new was old"}, and {@code "closed"} at the end. */
public class Heard
        implements CacheEntryCreatedListener<String, String>,
                CacheEntryUpdatedListener<String, String>,
                CacheEntryRemovedListener<String, String>,
                CacheEntryExpiredListener<String, String>,
                Closeable {
    private final List<String> events = new CopyOnWriteArrayList<>();

    public List<String> events() {
        return events;
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
        hear(told);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
        hear(told);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
        hear(told);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
        hear(told);
    }

    @Override
    public void close() {
        events.add("closed");
    }

    private void hear(Iterable<CacheEntryEvent<? extends String, ? extends String>> told) {
        told.forEach(event -> events.add(event.getEventType() + " " + event.getKey() + "=" + event.getValue()
                + (event.isOldValueAvailable() ? " was " + event.getOldValue() : "")));
    }
}
