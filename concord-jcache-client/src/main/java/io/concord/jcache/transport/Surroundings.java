package io.concord.jcache.transport;

import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Time, chance and threads, so that tests have their own.
 *
 * @param nanoTime a clock that never goes back
 * @param timer runs things later
 * @param random between 0 and 1
 * @param worker runs what is short and never waits
 * @param callbacks completes stages, and so runs whatever depends on them
 */
record Surroundings(LongSupplier nanoTime, Timer timer, DoubleSupplier random, Executor worker, Executor callbacks) {}
