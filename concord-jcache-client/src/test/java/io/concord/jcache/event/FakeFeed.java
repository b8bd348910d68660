package io.concord.jcache.event;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.Value;
import io.concord.jcache.codec.Codecs;
import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.SerialSettings;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;
import io.concord.jcache.transport.WatchedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A feed that tells what a test says, on the test's thread. */
final class FakeFeed implements EventFeed {
    static final KeyCodec<String> KEYS =
            Codecs.keys(String.class, FakeFeed.class.getClassLoader(), SerialSettings.defaults());
    static final ValueCodec<String> VALUES =
            Codecs.values(String.class, FakeFeed.class.getClassLoader(), SerialSettings.defaults());

    private final List<WatchObserver> observers = new ArrayList<>();
    boolean beginsAtOnce = true;
    int closed;

    @Override
    public StoreConnection.Subscription follow(Namespace namespace, WatchObserver observer) {
        observers.add(observer);
        if (beginsAtOnce) {
            observer.begun(1);
        }
        return () -> closed++;
    }

    int opened() {
        return observers.size();
    }

    WatchObserver observer() {
        return observers.get(observers.size() - 1);
    }

    void commit(long revision, WatchedEvent... events) {
        observer().commitBegins(revision);
        List.of(events).forEach(observer()::event);
        observer().commitEnds(revision);
    }

    static WatchedEvent created(long revision, String key, String value) {
        return new WatchedEvent(
                WatchedEvent.Type.WRITTEN,
                KEYS.encode(key),
                Optional.of(entry(key, value, revision, revision)),
                Optional.empty(),
                false);
    }

    static WatchedEvent updated(long revision, String key, String value, @Nullable String old) {
        var previous = old == null ? Optional.<Entry>empty() : Optional.of(entry(key, old, 1, 1));
        return new WatchedEvent(
                WatchedEvent.Type.WRITTEN,
                KEYS.encode(key),
                Optional.of(entry(key, value, 1, revision)),
                previous,
                false);
    }

    static WatchedEvent gone(WatchedEvent.Type type, String key, String old, boolean quiet) {
        return new WatchedEvent(type, KEYS.encode(key), Optional.empty(), Optional.of(entry(key, old, 1, 1)), quiet);
    }

    static WatchedEvent unreadable(long revision) {
        var value = Value.of(new byte[] {0}, "image/png");
        var entry = new Entry(new Key("s:x"), value, revision, revision, 1, new Author("", "bob"), 0, Lifetime.FOREVER);
        return new WatchedEvent(WatchedEvent.Type.WRITTEN, entry.key(), Optional.of(entry), Optional.empty(), false);
    }

    private static Entry entry(String key, String value, long createRevision, long revision) {
        return new Entry(
                KEYS.encode(key),
                VALUES.encode(value),
                createRevision,
                revision,
                1,
                new Author("", "alice"),
                0,
                Lifetime.FOREVER);
    }
}
