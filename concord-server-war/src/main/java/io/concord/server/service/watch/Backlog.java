package io.concord.server.service.watch;

import java.util.Arrays;

/**
 * Which revisions a watcher has yet to be told of: which ones exactly while they are few, and merely that it has to look
 * through the history once they are many. Of a fixed size, so that who adds never waits for the watcher.
 */
final class Backlog {
    static final int EXACT_MAX = 64;

    /** What was taken out: either that everything must be looked through, or the revisions, ascending. */
    static final class Taken {
        static final Taken NOTHING = new Taken(false, new long[0]);

        private final boolean everything;
        private final long[] revisions;

        private Taken(boolean everything, long[] revisions) {
            this.everything = everything;
            this.revisions = revisions;
        }

        boolean isEmpty() {
            return !everything && revisions.length == 0;
        }

        boolean everything() {
            return everything;
        }

        int count() {
            return revisions.length;
        }

        long revision(int i) {
            return revisions[i];
        }
    }

    private final long[] revisions = new long[EXACT_MAX];
    private int count;

    // A watcher begins with whatever happened since the revision that it asked for.
    private boolean everything = true;

    /** Adds revisions, ascending and not less than those before. */
    synchronized void add(long... more) {
        if (everything) {
            return;
        }
        int from = count > 0 && more.length > 0 && revisions[count - 1] == more[0] ? 1 : 0;
        int added = more.length - from;
        if (count + added > EXACT_MAX) {
            everything = true;
        } else {
            System.arraycopy(more, from, revisions, count, added);
            count += added;
        }
    }

    synchronized void addEverything() {
        everything = true;
    }

    synchronized Taken take() {
        var taken = new Taken(everything, Arrays.copyOf(revisions, everything ? 0 : count));
        everything = false;
        count = 0;
        return taken;
    }
}
