package io.concord.server.service;

import io.concord.core.backup.BackupHeader;
import io.concord.core.state.KeyspaceView;
import java.io.IOException;
import java.io.OutputStream;

/** A backup that is yet to be written: the store as it was at one revision, whatever is written meanwhile. */
public record OnlineBackup(BackupHeader header, KeyspaceView view) {
    /** Writes all of it, record by record; takes as long as the stream does. */
    public void writeTo(OutputStream out) throws IOException {
        view.backUp(out, header);
    }
}
