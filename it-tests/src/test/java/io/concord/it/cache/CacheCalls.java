package io.concord.it.cache;

import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Carries actions out. */
final class CacheCalls {
    private CacheCalls() {}

    /** Returns the answer as {@link CacheAction} has it. */
    static @Nullable String perform(Cache<String, String> cache, String key, CacheAction action) {
        return switch (action.kind()) {
            case GET -> cache.get(key);
            case PUT -> {
                cache.put(key, action.value());
                yield null;
            }
            case GET_AND_PUT -> cache.getAndPut(key, action.value());
            case PUT_IF_ABSENT -> Boolean.toString(cache.putIfAbsent(key, action.value()));
            case REPLACE -> Boolean.toString(cache.replace(key, action.value()));
            case REPLACE_EXPECTED -> Boolean.toString(cache.replace(key, action.expected(), action.value()));
            case GET_AND_REPLACE -> cache.getAndReplace(key, action.value());
            case REMOVE -> Boolean.toString(cache.remove(key));
            case REMOVE_EXPECTED -> Boolean.toString(cache.remove(key, action.expected()));
            case GET_AND_REMOVE -> cache.getAndRemove(key);
            case INVOKE -> cache.invoke(key, new Exchange(), action.value());
        };
    }
}
