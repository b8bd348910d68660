package io.concord.core.history;

/**
 * What a client was answered. A revision is at least 1. A <em>store revision</em> is that of the whole store at which the
 * answer is true, 0 where the client was not told.
 */
public sealed interface Result {

    /** A read found an entry that was last written by {@code revision}. */
    record Found(String value, long revision, long storeRevision) implements Result {
        @Override
        public String toString() {
            return "'" + value + "' of revision " + revision + at(storeRevision);
        }
    }

    /** A read found nothing. */
    record Absent(long storeRevision) implements Result {
        @Override
        public String toString() {
            return "absent" + at(storeRevision);
        }
    }

    /** A put was applied, as {@code revision}. */
    record Written(long revision) implements Result {
        @Override
        public String toString() {
            return "written as revision " + revision;
        }
    }

    /** A delete was applied: as {@code revision} if there was something to delete, which is else the store revision. */
    record Deleted(boolean existed, long revision) implements Result {
        @Override
        public String toString() {
            return existed ? "deleted as revision " + revision : "nothing to delete" + at(revision);
        }
    }

    /** The state refused the write: the entry is of {@code entryRevision}, or absent where that is 0. */
    record PreconditionFailed(long entryRevision, long storeRevision) implements Result {
        @Override
        public String toString() {
            return "precondition failed, the entry is "
                    + (entryRevision == 0 ? "absent" : "of revision " + entryRevision) + at(storeRevision);
        }
    }

    /**
     * The operation may have happened or not, at any time from its invocation on; no later than
     * {@link Operation#returned()}, which is {@link Operation#NEVER} where no deadline bounds it.
     */
    record Unknown() implements Result {
        @Override
        public String toString() {
            return "unknown";
        }
    }

    /** The operation certainly has no effect: it was refused before it was tried, or nobody could serve it. */
    record NotApplied() implements Result {
        @Override
        public String toString() {
            return "not applied";
        }
    }

    private static String at(long storeRevision) {
        return storeRevision == 0 ? "" : ", seen at revision " + storeRevision + " of the store";
    }
}
