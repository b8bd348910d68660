package io.concord.core.model;

/**
 * How long an entry stays: for ever, until a moment of the cluster's time, or as long as its lease. An entry under a lease
 * has no deadline of its own.
 *
 * @param deadlineMillis in the cluster's time; {@link #NEVER} without a deadline
 * @param leaseId 0 without a lease
 */
public record Lifetime(long deadlineMillis, long leaseId) {
    public static final long NEVER = Long.MAX_VALUE;
    public static final Lifetime FOREVER = new Lifetime(NEVER, 0);

    public Lifetime {
        if (deadlineMillis < 1 || leaseId < 0 || (leaseId > 0 && deadlineMillis != NEVER)) {
            throw new InvalidValueException("lifetime has the deadline " + deadlineMillis + " and the lease " + leaseId
                    + "; it is a time from 1 or a lease, not both");
        }
    }

    public static Lifetime until(long deadlineMillis) {
        return new Lifetime(deadlineMillis, 0);
    }

    public static Lifetime ofLease(long leaseId) {
        return new Lifetime(NEVER, leaseId);
    }

    public boolean hasDeadline() {
        return deadlineMillis != NEVER;
    }

    public boolean hasLease() {
        return leaseId > 0;
    }
}
