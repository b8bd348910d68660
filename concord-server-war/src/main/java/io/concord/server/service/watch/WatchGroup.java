package io.concord.server.service.watch;

import io.concord.core.model.ChangeEvent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The watchers with the same filter: what concerns one concerns all, and is found out once. Collects revisions until it tells
 * its watchers of them together. Not safe for use by several threads.
 */
final class WatchGroup {
    private final WatchFilter filter;
    private final Set<Watcher> watchers = new HashSet<>();
    private final long[] revisions = new long[Backlog.EXACT_MAX];
    private int count;

    // More revisions than a backlog tells apart.
    private boolean overflown;

    WatchGroup(WatchFilter filter) {
        this.filter = filter;
    }

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    void forEach(Consumer<Watcher> action) {
        watchers.forEach(action);
    }

    /** Notes an event whose key is selected, of a commit not before the last one; whether its type is wanted. */
    boolean note(ChangeEvent event, long revision) {
        if (!filter.wants(event)) {
            return false;
        }
        if (count == 0 || revisions[count - 1] != revision) {
            if (count < revisions.length) {
                revisions[count++] = revision;
            } else {
                overflown = true;
            }
        }
        return true;
    }

    /** Puts what was noted into every watcher's backlog, wakes it, and begins anew. */
    void tell(Consumer<Watcher> wake) {
        var noted = Arrays.copyOf(revisions, count);
        for (var watcher : watchers) {
            if (overflown) {
                watcher.backlog().addEverything();
            } else {
                watcher.backlog().add(noted);
            }
            wake.accept(watcher);
        }
        count = 0;
        overflown = false;
    }
}
