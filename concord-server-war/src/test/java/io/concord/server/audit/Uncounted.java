package io.concord.server.audit;

/** A meter that nobody reads; nothing may be lost. */
public final class Uncounted implements AuditMeter {
    @Override
    public void written(long events) {
        // Nobody asks.
    }

    @Override
    public void lost(long events) {
        throw new AssertionError("an event was lost");
    }

    @Override
    public void heldBack(long events) {
        // Nobody asks.
    }
}
