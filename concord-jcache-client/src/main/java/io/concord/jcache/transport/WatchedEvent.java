package io.concord.jcache.transport;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import java.util.Optional;

/**
 * A change of one entry, as a subscription tells it.
 *
 * @param entry the entry as it is now; empty unless it was written
 * @param previous the entry as it was before; empty if there was none, or if the store does not know it any more
 * @param quiet whether nobody is to be notified: the change is told for the sake of what is kept of the entry
 */
public record WatchedEvent(Type type, Key key, Optional<Entry> entry, Optional<Entry> previous, boolean quiet) {
    /** What has become of the entry. */
    public enum Type {
        WRITTEN,
        DELETED,
        EXPIRED
    }
}
