package io.concord.server.config;

/**
 * What one identity may have, so that none takes all of it. 0 is no limit.
 *
 * @param requestsPerSecond at this node
 * @param bytesPerSecond of bodies at this node, in both directions together
 * @param burstSeconds the allowance of so many seconds may be used at once
 * @param watchersMax open at once at this node
 * @param leasesMax alive at once in the cluster
 */
public record IdentityLimits(
        long requestsPerSecond, long bytesPerSecond, int burstSeconds, int watchersMax, int leasesMax) {
    public static final IdentityLimits NONE = new IdentityLimits(0, 0, 1, 0, 0);
}
