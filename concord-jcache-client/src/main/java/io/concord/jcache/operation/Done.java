package io.concord.jcache.operation;

/**
 * The result of an operation.
 *
 * @param revision of the change that it made; 0 where it made none
 */
public record Done<R>(R result, long revision) {
    public static <R> Done<R> unchanged(R result) {
        return new Done<>(result, 0);
    }
}
