package io.concord.server.audit;

/** Who counts what becomes of events. */
public interface AuditMeter {
    /** So many have been written. */
    void written(long events);

    /** So many could not be, and are lost; the log says so once it can be written. */
    void lost(long events);

    /** So many refusals were counted together instead of one by one. */
    void heldBack(long events);
}
