package io.concord.spring;

import io.concord.jcache.api.ConcordCache;
import io.concord.jcache.api.UndecodableException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one Spring cache in its JCache cache: keys have their prefix, and what cannot be read is none if so set.
 *
 * @param tagged the writes that give entries tags
 */
// Justification: stages have null for an entry that does not exist, which the interface, made for JSR-107, does not
// say.
@SuppressWarnings("NullAway")
record StoredEntries(ConcordCache<Object, Object> cache, CacheSettings settings, TaggedWrites tagged) {

    Object stored(Object key) {
        return settings.keyPrefix().isEmpty() ? key : List.of(settings.keyPrefix(), key);
    }

    /** Waits, and reads on the thread of the caller. */
    @Nullable Object get(Object key) {
        try {
            return cache.get(stored(key));
        } catch (UndecodableException e) {
            if (isMiss(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Completes with null for no entry. */
    CompletionStage<@Nullable Object> getAsync(Object key) {
        return cache.getAsync(stored(key))
                .exceptionallyCompose(failure -> isMiss(failure)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure));
    }

    /** @param tags all that the entry has from then on */
    CompletionStage<?> put(Object key, Object value, Set<String> tags) {
        return tags.isEmpty()
                ? cache.putAsync(stored(key), value)
                : tagged.begun(cache.putTaggedAsync(stored(key), value, tags));
    }

    /** Completes with the entry that was there before, or with null if the value is stored now, with these tags. */
    CompletionStage<@Nullable Object> putIfAbsent(Object key, Object value, Set<String> tags) {
        var begun = tags.isEmpty()
                ? cache.putIfAbsentAsync(stored(key), value)
                : tagged.begun(cache.putIfAbsentTaggedAsync(stored(key), value, tags));
        return begun.thenCompose(done -> done ? CompletableFuture.completedFuture(null) : existing(key, value, tags));
    }

    /** The entry may be gone again when it is read. */
    private CompletionStage<@Nullable Object> existing(Object key, Object value, Set<String> tags) {
        return cache.getAsync(stored(key))
                .thenCompose(found -> found == null
                        ? putIfAbsent(key, value, tags)
                        : CompletableFuture.<@Nullable Object>completedFuture(found))
                .exceptionallyCompose(failure -> isMiss(failure)
                        ? put(key, value, tags).thenApply(done -> null)
                        : CompletableFuture.failedFuture(failure));
    }

    CompletionStage<Boolean> remove(Object key) {
        return cache.removeAsync(stored(key));
    }

    /** One operation in the cluster; completes with how many entries there were. */
    CompletionStage<Long> removeAll() {
        return settings.keyPrefix().isEmpty()
                ? cache.removeAllAsync()
                : cache.removeAllBeginningAsync(List.of(settings.keyPrefix()));
    }

    private boolean isMiss(Throwable failure) {
        return settings.onIncompatibleValue() == Fallback.MISS && Stages.cause(failure) instanceof UndecodableException;
    }
}
