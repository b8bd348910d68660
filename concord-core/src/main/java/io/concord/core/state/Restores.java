package io.concord.core.state;

import org.jspecify.annotations.Nullable;

/**
 * The restore under way, if there is one.
 *
 * @param lastId the greatest id that was ever given
 */
record Restores(long lastId, @Nullable PendingRestore underWay) {
    static final Restores NONE = new Restores(0, null);

    Restores with(PendingRestore restore) {
        return new Restores(Math.max(lastId, restore.id()), restore);
    }

    Restores without() {
        return new Restores(lastId, null);
    }

    @Nullable PendingRestore find(long id) {
        return underWay != null && underWay.id() == id ? underWay : null;
    }

    Restores withoutThatDueBy(long timeMillis) {
        return underWay != null && underWay.deadlineMillis() <= timeMillis ? without() : this;
    }

    long memoryBytes() {
        return underWay == null ? 0 : underWay.memoryBytes();
    }
}
