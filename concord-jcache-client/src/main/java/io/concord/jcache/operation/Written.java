package io.concord.jcache.operation;

/**
 * What a write of one entry came to.
 *
 * @param changed whether it changed the entry: its precondition held and there was something to change
 * @param revision of the store where this is true
 * @param version of the entry now, 0 without one
 * @param before the entry before, or as it is where the precondition did not hold; absent also where nobody asked for it
 */
public record Written<V>(boolean changed, long revision, long version, EntryState<V> before) {}
