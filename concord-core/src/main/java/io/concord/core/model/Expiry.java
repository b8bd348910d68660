package io.concord.core.model;

/** What a write asks of the lifetime of its entry. */
public sealed interface Expiry {

    <R> R accept(Handler<R> handler);

    /** As the namespace has it by default. */
    static Expiry byDefault() {
        return ByDefault.INSTANCE;
    }

    /** The entry stays until somebody removes it. */
    static Expiry never() {
        return Never.INSTANCE;
    }

    /** As the entry has it already; by default where there is none. */
    static Expiry kept() {
        return Kept.OR_BY_DEFAULT;
    }

    /** As the entry has it already; where there is none, otherwise, which is anything but kept itself. */
    static Expiry keptOr(Expiry otherwise) {
        return new Kept(otherwise);
    }

    static Expiry after(long ttlMillis) {
        return new After(ttlMillis);
    }

    static Expiry withLease(long leaseId) {
        return new WithLease(leaseId);
    }

    /** As {@link Expiry#byDefault}. */
    record ByDefault() implements Expiry {
        private static final ByDefault INSTANCE = new ByDefault();

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.byDefault(this);
        }
    }

    /** As {@link Expiry#never}. */
    record Never() implements Expiry {
        private static final Never INSTANCE = new Never();

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.never(this);
        }
    }

    /**
     * As {@link Expiry#keptOr}.
     *
     * @param otherwise for an absent entry; a lease that it names must exist, whether there is an entry or not
     */
    record Kept(Expiry otherwise) implements Expiry {
        private static final Kept OR_BY_DEFAULT = new Kept(byDefault());

        public Kept {
            if (otherwise instanceof Kept) {
                throw new InvalidValueException("expiry of an absent entry is to keep what it has, which is nothing");
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.kept(this);
        }
    }

    /** This long after the write, in the cluster's time. */
    record After(long ttlMillis) implements Expiry {
        public After {
            Limits.requireTtl("ttl", ttlMillis);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.after(this);
        }
    }

    /** Together with a lease, which must exist. */
    record WithLease(long leaseId) implements Expiry {
        public WithLease {
            if (leaseId < 1) {
                throw new InvalidValueException("lease id is " + leaseId + "; the first is 1");
            }
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.withLease(this);
        }
    }

    /** One method for each kind of expiry. */
    interface Handler<R> {
        R byDefault(ByDefault byDefault);

        R never(Never never);

        R kept(Kept kept);

        R after(After after);

        R withLease(WithLease withLease);
    }
}
