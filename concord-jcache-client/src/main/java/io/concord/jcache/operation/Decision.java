package io.concord.jcache.operation;

/**
 * What an operation makes of an entry's state.
 *
 * @param step to take, if the entry is still in that state
 * @param result of the operation, once the step is taken
 */
public record Decision<V, R>(Step<V> step, R result) {
    public static <V, R> Decision<V, R> leave(R result) {
        return new Decision<>(Step.leave(), result);
    }
}
