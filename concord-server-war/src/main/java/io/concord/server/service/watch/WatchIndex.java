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
    private final Map<Namespace, Watched> namespaces = new HashMap<>();

    void add(Watcher watcher) {
        var filter = watcher.filter();
        namespaces.computeIfAbsent(filter.namespace(), name -> new Watched()).add(filter.selection(), watcher);
    }

    void remove(Watcher watcher) {
        var filter = watcher.filter();
        var watched = namespaces.get(filter.namespace());
        if (watched != null) {
            watched.remove(filter.selection(), watcher);
            if (watched.isEmpty()) {
                namespaces.remove(filter.namespace());
            }
        }
    }

    boolean isEmpty() {
        return namespaces.isEmpty();
    }

    /** Hands over every watcher whose selection has the key of the event; each once. */
    void find(ChangeEvent event, Consumer<Watcher> found) {
        var watched = namespaces.get(event.namespace());
        if (watched != null) {
            watched.find(event.key(), found);
        }
    }

    /** What is watched in one namespace. */
    private static final class Watched {
        private final Map<Key, Set<Watcher>> byKey = new HashMap<>();
        private final Map<String, Set<Watcher>> byPrefix = new HashMap<>();

        /** How many different prefixes there are of each length. */
        private final TreeMap<Integer, Integer> lengths = new TreeMap<>();

        boolean isEmpty() {
            return byKey.isEmpty() && byPrefix.isEmpty();
        }

        void add(Selection selection, Watcher watcher) {
            if (selection instanceof Selection.OneKey one) {
                byKey.computeIfAbsent(one.key(), key -> new HashSet<>()).add(watcher);
            } else if (selection instanceof Selection.WithPrefix with) {
                var watchers = byPrefix.computeIfAbsent(with.prefix(), prefix -> {
                    lengths.merge(prefix.length(), 1, Integer::sum);
                    return new HashSet<>();
                });
                watchers.add(watcher);
            }
        }

        void remove(Selection selection, Watcher watcher) {
            if (selection instanceof Selection.OneKey one) {
                removeFrom(byKey, one.key(), watcher);
            } else if (selection instanceof Selection.WithPrefix with && removeFrom(byPrefix, with.prefix(), watcher)) {
                lengths.computeIfPresent(with.prefix().length(), (length, n) -> n == 1 ? null : n - 1);
            }
        }

        void find(Key key, Consumer<Watcher> found) {
            byKey.getOrDefault(key, Set.of()).forEach(found);
            var text = key.text();
            for (var length : lengths.headMap(text.length(), true).keySet()) {
                byPrefix.getOrDefault(text.substring(0, length), Set.of()).forEach(found);
            }
        }

        /** Whether that was the last one under its name. */
        private static <K> boolean removeFrom(Map<K, Set<Watcher>> map, K name, Watcher watcher) {
            var watchers = map.get(name);
            if (watchers == null || !watchers.remove(watcher) || !watchers.isEmpty()) {
                return false;
            }
            map.remove(name);
            return true;
        }
    }
}
