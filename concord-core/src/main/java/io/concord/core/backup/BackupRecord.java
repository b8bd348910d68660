package io.concord.core.backup;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.TokenSelector;

/** One thing in a backup. They come in the order of the types below; the entries of a namespace follow it. */
public sealed interface BackupRecord {

    <R> R accept(Handler<R> handler);

    /**
     * A lease; by ascending id.
     *
     * @param deadlineMillis when it ends, in the time of the cluster that was backed up
     */
    record Lease(long id, long ttlMillis, long deadlineMillis, Author owner) implements BackupRecord {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.lease(this);
        }
    }

    /**
     * Tokens that are no longer good.
     *
     * @param deadlineMillis as that of a lease; 2^63-1 for never
     */
    record Revocation(TokenSelector tokens, long deadlineMillis) implements BackupRecord {
        public static final long FOREVER = Long.MAX_VALUE;

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revocation(this);
        }
    }

    /** A rule of who may do what, by ascending name. */
    record Rule(io.concord.core.access.Rule rule) implements BackupRecord {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rule(this);
        }
    }

    /** A namespace, by ascending name; the default one is always there. */
    record Space(Namespace namespace, NamespaceSettings settings) implements BackupRecord {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.space(this);
        }
    }

    /** An entry of the namespace before it, by ascending key. */
    record Stored(Entry entry) implements BackupRecord {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stored(this);
        }
    }

    /** One method for each type of record. */
    interface Handler<R> {
        R lease(Lease lease);

        R revocation(Revocation revocation);

        R rule(Rule rule);

        R space(Space space);

        R stored(Stored stored);
    }
}
