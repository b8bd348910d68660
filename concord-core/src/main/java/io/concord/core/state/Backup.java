package io.concord.core.state;

import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTotals;
import io.concord.core.backup.BackupWriter;
import java.io.IOException;
import java.io.OutputStream;

/** A view as a backup: what the store holds and who may do what there; neither its history nor what requests it remembers. */
final class Backup {
    private Backup() {}

    static BackupTotals write(KeyspaceView view, BackupHeader header, OutputStream out) throws IOException {
        var backup = BackupWriter.begin(out, header);
        for (var lease : view.allLeases()) {
            backup.write(new BackupRecord.Lease(lease.id(), lease.ttlMillis(), lease.deadlineMillis(), lease.owner()));
        }
        for (var revocation : view.allRevocations()) {
            backup.write(new BackupRecord.Revocation(revocation.tokens(), revocation.deadlineMillis()));
        }
        for (var stored : view.rules()) {
            backup.write(new BackupRecord.Rule(stored.rule()));
        }
        for (var space : view.contents().spaces()) {
            backup.write(new BackupRecord.Space(space.getKey(), space.getValue().settings()));
            for (var entry : space.getValue().entries()) {
                backup.write(new BackupRecord.Stored(entry.getValue()));
            }
        }
        return backup.finish();
    }
}
