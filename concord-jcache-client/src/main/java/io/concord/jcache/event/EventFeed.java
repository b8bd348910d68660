package io.concord.jcache.event;

import io.concord.core.model.Namespace;
import io.concord.jcache.transport.StoreConnection;
import io.concord.jcache.transport.WatchObserver;

/** Where events come from: {@link StoreConnection#watch}. */
public interface EventFeed {
    /** Tells the changes of a namespace from now on, until the subscription is closed; does not wait. */
    StoreConnection.Subscription follow(Namespace namespace, WatchObserver observer);
}
