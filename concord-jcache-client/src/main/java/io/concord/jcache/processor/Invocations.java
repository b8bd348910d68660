package io.concord.jcache.processor;

import io.concord.jcache.operation.Call;
import io.concord.jcache.operation.Decision;
import io.concord.jcache.operation.Done;
import io.concord.jcache.operation.EntryState;
import io.concord.jcache.operation.Pipeline;
import io.concord.jcache.operation.Step;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** The invocations of one cache's processors. */
public final class Invocations {
    /** What a processor returned, which may be null. */
    public record Returned<T>(@Nullable T value) {}

    private record Net<T>(Returned<T> returned, boolean hit, int puts, int removals) {}

    /**
     * Runs a processor until what it made of the entry is stored. It may run more than once, and is the last time's in effect
     * and result.
     */
    public <K, V, T> CompletionStage<Returned<T>> invoke(
            Call<K, V> call, K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        long since = System.nanoTime();
        var name = call.name(key);
        return call.told(call.follow(
                List.of(name),
                turn -> turn.<Net<T>>update(name, state -> decided(call, key, state, processor, arguments))
                        .thenApply(done -> counted(call, done, since))));
    }

    /** Runs a processor for many keys; each has its own result or failure, and those without a result are left out. */
    public <K, V, T> CompletionStage<Map<K, EntryProcessorResult<T>>> invokeAll(
            Call<K, V> call, Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
        return Pipeline.each(
                        new HashSet<K>(keys),
                        key -> invoke(call, key, processor, arguments)
                                .handle((returned, failure) -> new Result<>(key, returned, failure)))
                .thenApply(all -> {
                    var results = new HashMap<K, EntryProcessorResult<T>>();
                    all.stream().filter(Result::isSomething).forEach(result -> results.put(result.key(), result));
                    return results;
                });
    }

    private record Result<K, T>(
            K key, @Nullable Returned<T> returned, @Nullable Throwable failure) implements EntryProcessorResult<T> {
        boolean isSomething() {
            return returned == null || returned.value() != null;
        }

        // Justification: results without a value are left out.
        @SuppressWarnings("NullAway")
        @Override
        public T get() {
            if (returned != null) {
                return returned.value();
            }
            var cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            throw cause instanceof EntryProcessorException known ? known : new EntryProcessorException(cause);
        }
    }

    private <K, V, T> Decision<Net<T>> decided(
            Call<K, V> call, K key, EntryState<V> state, EntryProcessor<K, V, T> processor, Object[] arguments) {
        var entry = new ProcessedEntry<>(key, state, call.wiring().loader());
        var returned = call.wiring().lanes().busy(() -> new Returned<>(processed(processor, entry, arguments)));
        var expiry = call.wiring().expiry();
        return switch (entry.effect()) {
            case NONE -> decision(Step.leave(), returned, state, 0);
            case READ -> decision(Step.touch(state, expiry.forAccess()), returned, state, 0);
            case LOADED ->
                decision(Step.write(state, call.encoded(entry.getValue()), expiry.forCreation()), returned, state, 0);
            case SET -> set(call, entry, state, returned);
            case REMOVED -> {
                call.wiring().writer().delete(key);
                yield new Decision<>(
                        Step.remove(state), new Net<>(returned, state.isPresent(), 0, state.isPresent() ? 1 : 0));
            }
        };
    }

    private static <K, V, T> Decision<Net<T>> set(
            Call<K, V> call, ProcessedEntry<K, V> entry, EntryState<V> state, Returned<T> returned) {
        call.wiring().writer().write(entry.getKey(), entry.getValue());
        var lifetime = call.wiring().expiry().forWrite(state);
        return decision(
                Step.write(state, call.encoded(entry.getValue()), lifetime),
                returned,
                state,
                state.isPresent() || lifetime.isPresent() ? 1 : 0);
    }

    private static <T> Decision<Net<T>> decision(Step step, Returned<T> returned, EntryState<?> state, int puts) {
        return new Decision<>(step, new Net<>(returned, state.isPresent(), puts, 0));
    }

    private static <K, V, T> @Nullable T processed(
            EntryProcessor<K, V, T> processor, ProcessedEntry<K, V> entry, Object[] arguments) {
        try {
            return processor.process(entry, arguments);
        } catch (EntryProcessorException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EntryProcessorException(e);
        }
    }

    private static <T> Done<Returned<T>> counted(Call<?, ?> call, Done<Net<T>> done, long since) {
        var statistics = call.wiring().statistics();
        statistics.get(done.result().hit(), since);
        statistics.puts(done.result().puts(), since);
        statistics.removals(done.result().removals(), since);
        return new Done<>(done.result().returned(), done.revision());
    }
}
