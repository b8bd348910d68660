package io.concord.jcache.transport;

/** Runs something later; in tests, when the test says that it is later. */
interface Timer {
    /**
     * Runs a short task once, on a thread that must not be held up.
     *
     * @return takes it back, if it has not run yet
     */
    Runnable after(long nanos, Runnable task);
}
