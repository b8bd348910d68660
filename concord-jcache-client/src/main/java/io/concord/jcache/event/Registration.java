package io.concord.jcache.event;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** A listener with its filter, made by the factories of its configuration. */
final class Registration<K, V> {
    private static final System.Logger LOGGER = System.getLogger(Registration.class.getName());

    private final CacheEntryListenerConfiguration<K, V> configuration;
    private final CacheEntryListener<? super K, ? super V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;
    private volatile boolean closed;

    Registration(CacheEntryListenerConfiguration<K, V> configuration) {
        this.configuration = configuration;
        this.listener = configuration.getCacheEntryListenerFactory().create();
        var filters = configuration.getCacheEntryEventFilterFactory();
        this.filter = filters == null ? null : filters.create();
    }

    boolean isOf(CacheEntryListenerConfiguration<K, V> other) {
        return configuration.equals(other);
    }

    boolean isSynchronous() {
        return configuration.isSynchronous();
    }

    boolean wants(EventType type) {
        return switch (type) {
            case CREATED -> listener instanceof CacheEntryCreatedListener;
            case UPDATED -> listener instanceof CacheEntryUpdatedListener;
            case REMOVED -> listener instanceof CacheEntryRemovedListener;
            case EXPIRED -> listener instanceof CacheEntryExpiredListener;
        };
    }

    boolean wantsOldValue() {
        return configuration.isOldValueRequired();
    }

    /**
     * Runs the filter and the listener for the events of a commit; those of one type that follow each other go together.
     *
     * @throws CacheEntryListenerException whatever one of them throws
     */
    void tell(List<Change<K, V>> changes) {
        var run = new ArrayList<CacheEntryEvent<? extends K, ? extends V>>();
        for (var change : changes) {
            if (!run.isEmpty() && run.get(0).getEventType() != change.type()) {
                tellOfOneType(run);
                run.clear();
            }
            if (wants(change.type())) {
                var event = change.event(wantsOldValue());
                if (passes(event)) {
                    run.add(event);
                }
            }
        }
        tellOfOneType(run);
    }

    /** It hears nothing more, but for a call that is under way. */
    void close() {
        closed = true;
        closeIfPossible(listener);
        closeIfPossible(filter);
    }

    private boolean passes(CacheEntryEvent<? extends K, ? extends V> event) {
        try {
            return filter == null || filter.evaluate(event);
        } catch (RuntimeException | Error e) {
            throw wrapped("a filter of events failed", e);
        }
    }

    private void tellOfOneType(List<CacheEntryEvent<? extends K, ? extends V>> events) {
        if (events.isEmpty() || closed) {
            return;
        }
        try {
            call(events.get(0).getEventType(), List.copyOf(events));
        } catch (RuntimeException | Error e) {
            throw wrapped("a listener failed", e);
        }
    }

    @SuppressWarnings(
            "unchecked") // A listener is for the types of the cache; which interfaces it has was asked before.
    private void call(EventType type, Iterable<CacheEntryEvent<? extends K, ? extends V>> events) {
        switch (type) {
            case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(events);
            case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(events);
            case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(events);
            case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(events);
        }
    }

    private static CacheEntryListenerException wrapped(String what, Throwable cause) {
        return cause instanceof CacheEntryListenerException already
                ? already
                : new CacheEntryListenerException(what, cause);
    }

    private static void closeIfPossible(@Nullable Object part) {
        if (part instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, "a listener or filter of a cache cannot be closed", e);
            }
        }
    }
}
