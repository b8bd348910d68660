package io.concord.jcache.api;

/**
 * Where an application has its bearer token from, if neither a file nor a variable holds it. Given as the object itself in the
 * properties of a {@code CacheManager}, or by the name of a public class with a public constructor without parameters.
 */
@FunctionalInterface
public interface TokenSupplier {
    /**
     * The token to send, without {@code Bearer}. Asked before the first request, and again when the cluster did not accept the
     * last one; it may take its time, for a thread of its own calls it, and never two at once. What it throws fails the
     * attempt, not the operation: it is asked again until the operation's deadline.
     */
    String token();
}
