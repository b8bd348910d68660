package io.concord.core.command;

import io.concord.core.model.InvalidValueException;
import io.concord.core.model.Limits;

/**
 * What the author of a write may do about leases: one that he was granted is his to keep alive, to revoke and to attach
 * entries to; those of others are as if they were not there.
 *
 * @param ofOthers whether leases of others count as his own, as an administrator's right
 * @param grantedMax how many of his leases may live at once for another one to be granted to him, that one included;
 *     {@link #UNLIMITED}
 */
public record LeaseRights(boolean ofOthers, int grantedMax) {
    public static final int UNLIMITED = 0;

    /** Those of somebody whose leases nobody counts. */
    public static final LeaseRights OWN = new LeaseRights(false, UNLIMITED);

    public LeaseRights {
        if (grantedMax < 0 || grantedMax > Limits.LEASES_MAX) {
            throw new InvalidValueException(
                    "leases of one caller are " + grantedMax + "; they lie between 0 and " + Limits.LEASES_MAX);
        }
    }
}
