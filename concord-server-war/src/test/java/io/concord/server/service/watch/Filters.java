package io.concord.server.service.watch;

import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.server.service.AccessControl;
import io.concord.server.service.Caller;
import java.util.EnumSet;
import java.util.List;

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

    /** To watch whatever it is. */
    static WatchPermit permit(Caller caller) {
        return new WatchPermit(caller, new AccessControl(), List.of(), 0);
    }
}
