package io.concord.spring;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache with what its settings say about a cluster out of reach. If that is a miss, one caller waits in
 * vain for each operation that was under way when it began, and nobody after that: reads find nothing at once, but for a probe
 * each second that nobody waits for, and writes go on in the background.
 */
// Justification: stages have null for an entry that does not exist.
@SuppressWarnings("NullAway")
record Reach(StoredEntries entries, Outage outage) {
    private static final System.Logger LOG = System.getLogger(Reach.class.getName());

    private boolean isForgiving() {
        return entries.settings().onUnavailable() == Fallback.MISS;
    }

    /** Whether there is no use in asking. */
    boolean isOut() {
        return isForgiving() && outage.isPresent();
    }

    /** Waits; null for no entry. */
    @Nullable Object get(Object key) {
        if (isOut()) {
            probe(key);
            return null;
        }
        try {
            var found = entries.get(key);
            outage.ended();
            return found;
        } catch (RuntimeException e) {
            if (isForgiven(e)) {
                return null;
            }
            throw e;
        }
    }

    CompletionStage<@Nullable Object> getAsync(Object key) {
        if (isOut()) {
            probe(key);
            return CompletableFuture.completedFuture(null);
        }
        return forgiving(entries.getAsync(key), null);
    }

    private void probe(Object key) {
        if (outage.isProbeDue()) {
            forgiving(entries.getAsync(key), null);
        }
    }

    /** The stage, or what stands for its result if the cluster is out of reach and that is forgiven. */
    <T> CompletionStage<T> forgiving(CompletionStage<T> stage, T substitute) {
        return stage.whenComplete((done, failure) -> {
                    if (failure == null) {
                        outage.ended();
                    }
                })
                .exceptionallyCompose(failure -> isForgiven(failure)
                        ? CompletableFuture.completedFuture(substitute)
                        : CompletableFuture.failedFuture(Stages.cause(failure)));
    }

    private boolean isForgiven(Throwable failure) {
        var forgiven = isForgiving() && Outage.isUnavailable(failure);
        if (forgiven) {
            outage.began(name(), failure);
        }
        return forgiven;
    }

    /** Writes and waits for it if the settings ask for that. */
    void write(Supplier<CompletionStage<?>> write) {
        if (entries.settings().awaitWrites()) {
            certain(write::get, null);
        } else {
            inBackground(write.get());
        }
    }

    /**
     * Writes and waits for it, whatever the settings.
     *
     * @param unknown what stands for the result if the cluster is out of reach and that is forgiven
     */
    <T> T certain(Supplier<? extends CompletionStage<? extends T>> write, T unknown) {
        var out = isOut();
        var begun = write.get().<T>thenApply(done -> done);
        if (out) {
            inBackground(begun);
            return unknown;
        }
        return Stages.await(forgiving(begun, unknown));
    }

    private void inBackground(CompletionStage<?> write) {
        write.whenComplete((done, failure) -> {
            if (failure == null) {
                outage.ended();
            } else if (Outage.isUnavailable(failure)) {
                outage.began(name(), failure);
            } else {
                LOG.log(Level.WARNING, "cache '" + name() + "' was not written to", Stages.cause(failure));
            }
        });
    }

    private String name() {
        return entries.cache().getName();
    }
}
