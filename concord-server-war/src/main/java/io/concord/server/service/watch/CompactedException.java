package io.concord.server.service.watch;

import io.concord.core.protocol.ErrorCode;
import io.concord.server.service.RequestFailure;

/** The history does not reach back to the revision that was asked for. */
public final class CompactedException extends RequestFailure {
    private static final long serialVersionUID = 1L;

    private final long oldestRevision;

    CompactedException(long askedRevision, long oldestRevision) {
        super(
                ErrorCode.COMPACTED,
                "the changes since revision " + askedRevision + " are not known any more, only those since revision "
                        + oldestRevision + "; read what you need anew and watch from the revision after that answer's");
        this.oldestRevision = oldestRevision;
    }

    /** The oldest revision from which a watch can begin. */
    public long oldestRevision() {
        return oldestRevision;
    }
}
