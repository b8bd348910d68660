package io.concord.jcache.operation;

/**
 * What an operation makes of an entry's state.
 *
 * @param step to take, if the entry is still in that state
 * @param result of the operation, once the step is taken
 */
public record Decision<R>(Step step, R result) {
    public static <R> Decision<R> leave(R result) {
        return new Decision<>(Step.leave(), result);
    }
}
