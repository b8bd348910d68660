package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Namespace;
import java.util.Set;

/**
 * Which events a watcher is told.
 *
 * @param types at least one
 */
public record WatchFilter(Namespace namespace, Selection selection, Set<EventType> types) {
    public WatchFilter {
        types = Set.copyOf(types);
    }

    public boolean matches(ChangeEvent event) {
        return wants(event) && namespace.equals(event.namespace()) && selection.contains(event.key());
    }

    /** Whether its type is one of those asked for. */
    boolean wants(ChangeEvent event) {
        return types.size() == EventType.values().length || types.contains(EventType.of(event));
    }
}
