package io.concord.jcache.api;

import io.concord.core.model.Tags;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import javax.cache.CacheManager;

/** What a Concord cache manager offers beyond JSR-107: {@code manager.unwrap(ConcordCaches.class)}. */
public interface ConcordCaches extends CacheManager {

    /**
     * Removes all entries that have a tag, of all caches of the cluster, whether this manager has them open or not: by one
     * commit, so that nobody ever sees some of them gone and others not.
     *
     * <p>When it returns, the near caches of this manager have forgotten all they had. Listeners, also synchronous ones, and
     * near caches of others hear of the removals soon after, as of those by another JVM; no {@code CacheWriter} is called.
     * What has not returned yet when this is called, such as a put whose stage nobody awaited, comes before or after it.
     *
     * @param tag 1 to 128 bytes of UTF-8
     * @return how many entries had it
     * @throws IllegalArgumentException if the tag is empty or too long
     * @throws ConcordCacheException if it fails; indeterminate, if nobody knows whether the entries are gone
     */
    long evictTag(String tag);

    /** As {@link #evictTag}; the stage fails with what that throws. */
    CompletionStage<Long> evictTagAsync(String tag);

    /**
     * Checks what an entry is to have as its tags, before there is an entry.
     *
     * @throws IllegalArgumentException if an entry cannot have them: it has at most 8, each of 1 to 128 bytes of UTF-8
     */
    static void requireTags(Collection<String> tags) {
        Tags.of(tags);
    }

    /**
     * Asks the cluster to answer a read, for those who watch over it. The stage completes when a majority stands behind the
     * answer, and fails as a read does: at {@code concord.client.timeout-millis} at the latest, saying which endpoints were tried.
     */
    CompletionStage<Void> pingAsync();
}
