package io.concord.core.protocol;

/** The header names of the HTTP interface beyond those that HTTP itself defines. */
public final class Headers {
    /** Revision of the whole store at which the answer is true. */
    public static final String REVISION = "Concord-Revision";

    /** Revision at which the entry came into being. */
    public static final String CREATE_REVISION = "Concord-Create-Revision";

    /** How often the entry has been written since it came into being, from 1. */
    public static final String VERSION = "Concord-Version";

    /** Who wrote the entry last: the subject of the writer's token, percent-encoded where it is not visible ASCII. */
    public static final String AUTHOR = "Concord-Author";

    /** How many entries a delete removed. */
    public static final String DELETED = "Concord-Deleted";

    /** Revision of the entry that a write replaced or removed, where the answer carries its value. */
    public static final String PREVIOUS_REVISION = "Concord-Previous-Revision";

    /** How many entries the range of a streamed answer has. */
    public static final String COUNT = "Concord-Count";

    /** The id of the lease that an entry lives as long as. */
    public static final String LEASE = "Concord-Lease";

    /** The tags of an entry that has some: ascending, joined by commas, each percent-encoded as {@link #AUTHOR} is. */
    public static final String TAGS = "Concord-Tags";

    /** {@code true} on the answer to a retried write that had been applied before: it is the first outcome. */
    public static final String REPLAYED = "Concord-Replayed";

    /**
     * The id of a write: a retry with the same id is applied at most once. The server makes one up when the caller
     * gives none, and names it in every answer to a write.
     */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** The id of the last event that a watcher has heard, of WHATWG HTML §9.2: the watch goes on after that revision. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private Headers() {}
}
