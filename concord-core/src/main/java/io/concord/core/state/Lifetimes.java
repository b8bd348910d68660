package io.concord.core.state;

import io.concord.core.command.Refusal;
import io.concord.core.model.Entry;
import io.concord.core.model.Expiry;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import org.jspecify.annotations.Nullable;

/** What becomes of the expiry that a write asks for. Deadlines count from the time of the command's entry in the log. */
final class Lifetimes {
    private final Draft draft;

    Lifetimes(Draft draft) {
        this.draft = draft;
    }

    @Nullable Refusal refusal(Expiry expiry) {
        if (expiry instanceof Expiry.Kept kept) {
            return refusal(kept.otherwise());
        }
        if (expiry instanceof Expiry.WithLease with && draft.lease(with.leaseId()) == null) {
            return new Refusal.LeaseMissing(draft.revisionBefore(), with.leaseId());
        }
        return null;
    }

    /** @param previous the entry that is there; null where there is none */
    Lifetime of(Expiry expiry, Namespace namespace, @Nullable Entry previous) {
        return expiry.accept(new Expiry.Handler<Lifetime>() {
            @Override
            public Lifetime byDefault(Expiry.ByDefault byDefault) {
                long ttlMillis = draft.space(namespace).settings().defaultTtlMillis();
                return ttlMillis == 0 ? Lifetime.FOREVER : fromNow(ttlMillis);
            }

            @Override
            public Lifetime never(Expiry.Never never) {
                return Lifetime.FOREVER;
            }

            @Override
            public Lifetime kept(Expiry.Kept kept) {
                return previous == null ? kept.otherwise().accept(this) : previous.lifetime();
            }

            @Override
            public Lifetime after(Expiry.After after) {
                return fromNow(after.ttlMillis());
            }

            @Override
            public Lifetime withLease(Expiry.WithLease withLease) {
                return Lifetime.ofLease(withLease.leaseId());
            }
        });
    }

    private Lifetime fromNow(long ttlMillis) {
        return Lifetime.until(draft.moment().deadlineAfter(ttlMillis));
    }
}
