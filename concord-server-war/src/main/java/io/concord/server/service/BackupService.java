package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.backup.BackupHeader;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTotals;
import io.concord.core.command.Operation;
import io.concord.core.command.Reply;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Backups and restores on behalf of an administrator. */
public final class BackupService {
    private final StoreService store;
    private final Cluster cluster;
    private final Clock clock;

    public BackupService(StoreService store, Cluster cluster, Clock clock) {
        this.store = store;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** A backup with every write that was acknowledged before the call. */
    public CompletionStage<OnlineBackup> backUp(Caller caller, Deadline deadline) {
        return read(caller, deadline).thenApply(view -> new OnlineBackup(header(view), view));
    }

    /** A view that shows the restore under way. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        store.requireAdministrator(caller, deadline);
        return store.read(caller, List.of(Need.everything(Verb.ADMIN)), deadline);
    }

    /**
     * Begins a restore; completes as {@link StoreService#write}.
     *
     * @param revision of the backup
     * @param timeMillis of the backup
     * @param force whether the store's contents may go
     */
    public CompletionStage<Reply> begin(WriteContext context, long revision, long timeMillis, boolean force) {
        return write(context, new Operation.BeginRestore(revision, timeMillis, force));
    }

    public CompletionStage<Reply> part(WriteContext context, long id, long sequence, List<BackupRecord> records) {
        return write(context, new Operation.RestorePart(id, sequence, records));
    }

    public CompletionStage<Reply> finish(WriteContext context, long id, BackupTotals totals) {
        return write(context, new Operation.FinishRestore(id, totals));
    }

    public CompletionStage<Reply> abort(WriteContext context, long id) {
        return write(context, new Operation.AbortRestore(id));
    }

    private CompletionStage<Reply> write(WriteContext context, Operation operation) {
        store.requireAdministrator(context.caller(), context.deadline());
        return store.write(context, operation);
    }

    private BackupHeader header(KeyspaceView view) {
        var status = cluster.status();
        return new BackupHeader(
                status.clusterId().orElse(""),
                status.cluster(),
                status.node(),
                status.local().version(),
                clock.millis(),
                view.revision(),
                view.timeMillis());
    }
}
