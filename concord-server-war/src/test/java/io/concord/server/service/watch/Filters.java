package io.concord.server.service.watch;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.EnumSet;

/** What watchers in tests ask for. */
final class Filters {
    static final WatchFilter EVERYTHING = prefix("");

    private Filters() {}

    static WatchFilter key(String key) {
        return of(new Selection.OneKey(new Key(key)));
    }

    static WatchFilter prefix(String prefix) {
        return of(new Selection.WithPrefix(prefix));
    }

    static WatchFilter only(EventType type) {
        return new WatchFilter(Namespace.DEFAULT, new Selection.WithPrefix(""), EnumSet.of(type));
    }

    private static WatchFilter of(Selection selection) {
        return new WatchFilter(Namespace.DEFAULT, selection, EnumSet.allOf(EventType.class));
    }
}
