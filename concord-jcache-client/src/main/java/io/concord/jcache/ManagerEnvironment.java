package io.concord.jcache;

import io.concord.jcache.codec.KeyCodec;
import io.concord.jcache.codec.ValueCodec;
import io.concord.jcache.settings.NearSettings;
import io.concord.jcache.transport.StoreConnection;
import java.time.Duration;

/**
 * What a manager's caches share.
 *
 * @param patience the deadline of an operation
 * @param unreadableIsMiss whether a value that this version of the application cannot decode counts as none
 * @param near what each cache keeps in memory
 */
record ManagerEnvironment(
        StoreConnection connection, Duration patience, boolean unreadableIsMiss, Codings codings, NearSettings near) {

    /** Makes the codecs of a cache. */
    interface Codings {
        <K> KeyCodec<K> keys(Class<K> type);

        <V> ValueCodec<V> values(Class<V> type);
    }
}
