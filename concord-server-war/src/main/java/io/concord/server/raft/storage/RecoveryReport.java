package io.concord.server.raft.storage;

import java.util.List;

/**
 * What was cut at a start because it had never been synced; nothing of it was ever acknowledged.
 *
 * @param notes sentences for the operator; empty if nothing was cut
 * @param firstIndex of the first entry that was cut, or would have been the first; 0 if nothing was cut
 * @param bytes that were cut
 */
public record RecoveryReport(List<String> notes, long firstIndex, long bytes) {
    static final RecoveryReport NOTHING = new RecoveryReport(List.of(), 0, 0);

    public RecoveryReport {
        notes = List.copyOf(notes);
    }
}
