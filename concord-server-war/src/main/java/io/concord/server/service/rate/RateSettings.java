package io.concord.server.service.rate;

/**
 * What an operator allows each identity at this node; 0 is no limit.
 *
 * @param requestsPerSecond in the long run
 * @param bytesPerSecond of bodies, in both directions together, in the long run
 * @param burstSeconds the allowance of so many seconds may be used at once
 */
public record RateSettings(long requestsPerSecond, long bytesPerSecond, int burstSeconds) {
    public static final RateSettings NONE = new RateSettings(0, 0, 1);
}
