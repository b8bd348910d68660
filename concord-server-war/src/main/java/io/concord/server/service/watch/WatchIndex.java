package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds the watchers of an event without looking at the others: by its key, and by each of its prefixes that is as long as
 * one that somebody watches. Not safe for use by several threads.
 */
final class WatchIndex {
    private final Map<WatchFilter, WatchGroup> groups = new HashMap<>();
    private final Map<Namespace, Watched> namespaces = new HashMap<>();

    void add(Watcher watcher) {
        groups.computeIfAbsent(watcher.filter(), this::addGroup).add(watcher);
    }

    void remove(Watcher watcher) {
        var group = groups.get(watcher.filter());
        if (group != null) {
            group.remove(watcher);
            if (group.isEmpty()) {
                removeGroup(watcher.filter(), group);
            }
        }
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    void forEach(Consumer<Watcher> action) {
        groups.values().forEach(group -> group.forEach(action));
    }

    /** Hands over every group whose selection has the key of the event; each once. */
    void find(ChangeEvent event, Consumer<WatchGroup> found) {
        var watched = namespaces.get(event.namespace());
        if (watched != null) {
            watched.find(event.key(), found);
        }
    }

    private WatchGroup addGroup(WatchFilter filter) {
        var group = new WatchGroup(filter);
        namespaces.computeIfAbsent(filter.namespace(), name -> new Watched()).add(filter.selection(), group);
        return group;
    }

    private void removeGroup(WatchFilter filter, WatchGroup group) {
        groups.remove(filter);
        var watched = namespaces.get(filter.namespace());
        if (watched != null) {
            watched.remove(filter.selection(), group);
            if (watched.isEmpty()) {
                namespaces.remove(filter.namespace());
            }
        }
    }

    /** What is watched in one namespace. */
    private static final class Watched {
        private final Map<Key, Set<WatchGroup>> byKey = new HashMap<>();
        private final Map<String, Set<WatchGroup>> byPrefix = new HashMap<>();

        /** How many different prefixes there are of each length. */
        private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

        boolean isEmpty() {
            return byKey.isEmpty() && byPrefix.isEmpty();
        }

        void add(Selection selection, WatchGroup group) {
            if (selection instanceof Selection.OneKey one) {
                byKey.computeIfAbsent(one.key(), key -> new HashSet<>()).add(group);
            } else if (selection instanceof Selection.WithPrefix with) {
                var known = byPrefix.computeIfAbsent(with.prefix(), prefix -> {
                    lengths.merge(prefix.length(), 1, Integer::sum);
                    return new HashSet<>();
                });
                known.add(group);
            }
        }

        void remove(Selection selection, WatchGroup group) {
            if (selection instanceof Selection.OneKey one) {
                removeFrom(byKey, one.key(), group);
            } else if (selection instanceof Selection.WithPrefix with && removeFrom(byPrefix, with.prefix(), group)) {
                lengths.computeIfPresent(with.prefix().length(), (length, n) -> n == 1 ? null : n - 1);
            }
        }

        void find(Key key, Consumer<WatchGroup> found) {
            byKey.getOrDefault(key, Set.of()).forEach(found);
            var text = key.text();
            for (var length : lengths.headMap(text.length(), true).keySet()) {
                byPrefix.getOrDefault(text.substring(0, length), Set.of()).forEach(found);
            }
        }

        /** Whether that was the last one under its name. */
        private static <K> boolean removeFrom(Map<K, Set<WatchGroup>> map, K name, WatchGroup group) {
            var known = map.get(name);
            if (known == null || !known.remove(group) || !known.isEmpty()) {
                return false;
            }
            map.remove(name);
            return true;
        }
    }
}
