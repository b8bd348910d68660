package io.concord.core.state;

/**
 * How much the state remembers, and how much one command forgets. Constants of the state machine and not configuration,
 * because replicas must forget alike; only tests have others.
 *
 * @param requestsMax requests that are remembered
 * @param requestBytesMax bytes of what they came to; the last one is remembered whatever its size
 * @param commitsMax commits of the history
 * @param historyBytesMax bytes of the history
 * @param removalsMax deadlines that one command deals with; those of one and the same time go together
 */
record Bounds(int requestsMax, long requestBytesMax, int commitsMax, long historyBytesMax, int removalsMax) {
    static final Bounds STANDARD = new Bounds(65_536, 32L * 1024 * 1024, 32_768, 32L * 1024 * 1024, 1000);
}
