package io.concord.core.model;

import org.jspecify.annotations.Nullable;

/** A condition of a transaction on one entry, decided where and when the transaction is applied. */
public sealed interface Comparison {

    EntryName at();

    /** Tells whether it holds of the current entry, which is null where the key is absent. */
    boolean holds(@Nullable Entry current);

    <R> R accept(Handler<R> handler);

    /** How the number of an entry relates to the one given. */
    enum Relation {
        EQUAL,
        NOT_EQUAL,
        LESS,
        GREATER;

        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case GREATER -> order > 0;
            };
        }
    }

    /** A number of an entry; each is 0 where the key is absent. */
    enum Field {
        REVISION,
        CREATE_REVISION,
        VERSION,
        LEASE;

        long of(@Nullable Entry entry) {
            if (entry == null) {
                return 0;
            }
            return switch (this) {
                case REVISION -> entry.revision();
                case CREATE_REVISION -> entry.createRevision();
                case VERSION -> entry.version();
                case LEASE -> entry.lifetime().leaseId();
            };
        }
    }

    /** The key has an entry, or has none. */
    record Exists(EntryName at, boolean wanted) implements Comparison {
        @Override
        public boolean holds(@Nullable Entry current) {
            return wanted == (current != null);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.exists(this);
        }
    }

    /** A number of the entry relates to an operand. */
    record Numeric(EntryName at, Field field, Relation relation, long operand) implements Comparison {
        @Override
        public boolean holds(@Nullable Entry current) {
            return relation.holds(Long.compare(field.of(current), operand));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.numeric(this);
        }
    }

    /** The bytes of the value relate to an operand, as unsigned bytes; an absent key has no value and fails, but for NOT_EQUAL. */
    record Content(EntryName at, Relation relation, Value operand) implements Comparison {
        @Override
        public boolean holds(@Nullable Entry current) {
            return current == null
                    ? relation == Relation.NOT_EQUAL
                    : relation.holds(current.value().compareBytes(operand));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.content(this);
        }
    }

    /** One method for each kind of comparison. */
    interface Handler<R> {
        R exists(Exists exists);

        R numeric(Numeric numeric);

        R content(Content content);
    }
}
