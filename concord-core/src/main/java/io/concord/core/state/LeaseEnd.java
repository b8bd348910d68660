package io.concord.core.state;

import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Namespace;
import java.util.function.BiConsumer;

/** What happens to the entries of a lease that ends. */
final class LeaseEnd {
    private LeaseEnd() {}

    /** Takes the lease and its entries out of the draft; returns how many entries there were. */
    static long of(Lease lease, Draft draft, BiConsumer<Namespace, Entry> remove) {
        draft.remove(lease);
        long count = 0;
        for (var space : draft.contents().spaces()) {
            for (var marked : space.getValue().ofLease(lease.id())) {
                var entry = draft.get(new EntryName(space.getKey(), marked.getValue()));
                if (entry != null) {
                    remove.accept(space.getKey(), entry);
                    count++;
                }
            }
        }
        return count;
    }
}
