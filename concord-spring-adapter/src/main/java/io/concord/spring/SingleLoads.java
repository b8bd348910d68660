package io.concord.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loads of one cache that are under way: one for each key, whoever asks for it. An eviction overtakes a load: who waits for
 * it still gets its value, and nobody else does.
 */
final class SingleLoads {
    private final ConcurrentHashMap<Object, Load> underWay = new ConcurrentHashMap<>();
    private final AtomicLong ended = new AtomicLong();

    /** One load, itself and no other; completes with the value as it is stored. */
    static final class Load {
        private final Object key;
        private final @Nullable Thread thread;
        private final CompletableFuture<Object> value = new CompletableFuture<>();

        /** @param thread that performs it; null if none waits for it */
        Load(Object key, @Nullable Thread thread) {
            this.key = key;
            this.thread = thread;
        }

        Object key() {
            return key;
        }

        boolean isOfThisThread() {
            return thread == Thread.currentThread();
        }

        CompletableFuture<Object> value() {
            return value;
        }
    }

    /** How many have ended. While it is the same, no load has stored anything. */
    long ended() {
        return ended.get();
    }

    /** The load of the key: the one under way, or this one, which begins. */
    Load join(Load mine) {
        var other = underWay.putIfAbsent(mine.key(), mine);
        return other == null ? mine : other;
    }

    /**
     * Begins to store what was loaded, before any eviction that comes now. Null if one has come already.
     *
     * @param store begins and does not wait
     */
    <T> @Nullable T unlessOvertaken(Load load, Supplier<T> store) {
        var begun = new CompletableFuture<T>();
        underWay.computeIfPresent(load.key(), (key, current) -> {
            if (current == load) {
                begun.complete(store.get());
            }
            return current;
        });
        return begun.getNow(null);
    }

    void overtake(Object key) {
        underWay.remove(key);
    }

    void overtakeAll() {
        underWay.clear();
    }

    /** In this order: who sees that the load is gone sees that one has ended. */
    void end(Load load, @Nullable Object value, @Nullable Throwable failure) {
        ended.incrementAndGet();
        underWay.remove(load.key(), load);
        if (failure == null) {
            load.value().complete(value);
        } else {
            load.value().completeExceptionally(Stages.cause(failure));
        }
    }
}
