package io.concord.core.state;

import io.concord.core.model.EntryName;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * The passing of time. It never passes the deadline of anything that is there: what is due is removed, the earliest first,
 * and where too much is due at once, time stops at the last deadline that was dealt with. So nothing that has expired is
 * ever seen.
 */
final class Expiration {
    private final Draft draft;
    private final int removalsMax;

    Expiration(Draft draft) {
        this.draft = draft;
        this.removalsMax = draft.bounds().removalsMax();
    }

    /** Removes what is due by a time, or some of it; returns the time that has been reached. */
    long passTo(long timeMillis) {
        long reached = reachable(timeMillis);
        for (var due : draft.leases().dueBy(reached)) {
            LeaseEnd.of(due.getValue(), draft, draft::expire);
        }
        for (var space : draft.contents().spaces()) {
            for (var marked : space.getValue().dueBy(reached)) {
                var entry = draft.get(new EntryName(space.getKey(), marked.getValue()));
                if (entry != null) {
                    draft.expire(space.getKey(), entry);
                }
            }
        }
        draft.replace(draft.revocations().withoutThoseDueBy(reached));
        draft.replace(draft.tokens().withoutThoseDueBy(reached));
        draft.replace(draft.restores().withoutThatDueBy(reached));
        return reached;
    }

    private long reachable(long timeMillis) {
        var deadlines = LongStream.builder();
        collect(new Values<>(draft.leases().byDeadline().iterator()), Lease::deadlineMillis, timeMillis, deadlines);
        for (var space : draft.contents().spaces()) {
            collect(space.getValue().deadlines(), Marks.Marked::number, timeMillis, deadlines);
        }
        long[] due = deadlines.build().toArray();
        Arrays.sort(due);
        return due.length <= removalsMax ? timeMillis : due[removalsMax - 1];
    }

    private <T> void collect(Iterator<T> ascending, ToLongFunction<T> deadline, long timeMillis, LongConsumer due) {
        for (int count = 0; count <= removalsMax && ascending.hasNext(); count++) {
            long next = deadline.applyAsLong(ascending.next());
            if (next > timeMillis) {
                return;
            }
            due.accept(next);
        }
    }
}
