package io.concord.core.history;

import io.concord.core.model.Precondition;

/** What a client asks of one key. */
public sealed interface Action {

    /** A linearizable read; reads that may be stale do not belong into a history. */
    record Get() implements Action {
        @Override
        public String toString() {
            return "get";
        }
    }

    /** A write; compare-and-set is one with a precondition. */
    record Put(String value, Precondition precondition) implements Action {
        @Override
        public String toString() {
            return "put '" + value + "'" + condition(precondition);
        }
    }

    /** A removal. */
    record Delete(Precondition precondition) implements Action {
        @Override
        public String toString() {
            return "delete" + condition(precondition);
        }
    }

    static Action get() {
        return new Get();
    }

    static Action put(String value) {
        return new Put(value, Precondition.none());
    }

    static Action put(String value, Precondition precondition) {
        return new Put(value, precondition);
    }

    static Action delete() {
        return new Delete(Precondition.none());
    }

    static Action delete(Precondition precondition) {
        return new Delete(precondition);
    }

    private static String condition(Precondition precondition) {
        return precondition instanceof Precondition.None ? "" : " if " + precondition;
    }
}
