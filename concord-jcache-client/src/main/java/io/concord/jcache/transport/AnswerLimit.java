package io.concord.jcache.transport;

import io.concord.core.model.Limits;
import java.util.List;

/**
 * How many bytes the answer to a batch has at most, by what docs/batch-format.md says of one: about 16 MiB of what is read and
 * as much of what the writes return, but the first of each has room whatever its size; and for each entry and operation what
 * stands around a value.
 */
final class AnswerLimit {
    private static final long FRAME_BYTES = 65_536;

    /** A key, a content type, an author, the tags, the numbers. */
    private static final long ENTRY_BYTES = 5_120;

    /** A code with its detail. */
    private static final long OPERATION_BYTES = 8_192;

    private AnswerLimit() {}

    static long bytesOf(List<Pending> operations) {
        long bytes = FRAME_BYTES;
        var reads = false;
        var writes = false;
        for (var pending : operations) {
            int entries = pending.placement().entriesMax();
            bytes += OPERATION_BYTES + entries * ENTRY_BYTES;
            reads |= entries > 0 && !pending.isWrite();
            writes |= entries > 0 && pending.isWrite();
        }
        return bytes + (reads ? Limits.VALUE_BYTES_CEILING : 0) + (writes ? Limits.VALUE_BYTES_CEILING : 0);
    }
}
