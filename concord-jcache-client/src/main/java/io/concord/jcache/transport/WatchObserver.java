package io.concord.jcache.transport;

import io.concord.jcache.api.ConcordCacheException;

/**
 * Is told the changes of one namespace, in the order of their revisions, each once: by one thread at a time, which may be
 * another the next time. A connection that breaks in between is resumed without its notice. What takes long here holds up
 * this subscription alone.
 */
public interface WatchObserver {
    /** The subscription stands: every change after this revision will be told. Told once, before anything else. */
    void begun(long revision);

    /** The events of one commit follow; a commit may have none that concern the namespace. */
    void commitBegins(long revision);

    /** One change of the commit that has begun. */
    void event(WatchedEvent event);

    /** All events of the commit have been told. */
    void commitEnds(long revision);

    /** Everything up to this revision has been told; there may have been nothing to tell. */
    void progress(long revision);

    /**
     * Changes were lost: the store had forgotten them before they could be told. A commit that had begun does not end; the
     * next events are those after {@code resumeRevision}.
     */
    void gap(long resumeRevision);

    /**
     * The subscription has ended and nothing more will be told: the namespace or the right to read it is not there. The
     * connection has logged it. Not told after {@link StoreConnection.Subscription#close}.
     */
    default void failed(ConcordCacheException failure) {}
}
