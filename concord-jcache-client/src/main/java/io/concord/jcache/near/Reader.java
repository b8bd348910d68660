package io.concord.jcache.near;

import io.concord.core.model.EntryName;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchOutcome.Found;
import io.concord.jcache.transport.StoreConnection;
import java.util.concurrent.CompletionStage;

/** Reads entries of one namespace from the cluster, linearizably. */
record Reader(StoreConnection connection, Namespace namespace) {

    CompletionStage<Found> get(Key key) {
        return connection
                .read(new BatchOperation.Get(new EntryName(namespace, key), false))
                .thenApply(reply -> (Found) reply.outcome());
    }

    /** The entry if it is another than the known one, and otherwise that one, as of now. */
    CompletionStage<Found> getIfChanged(Key key, long knownRevision, Found known) {
        return connection
                .read(new BatchOperation.GetIfChanged(new EntryName(namespace, key), knownRevision))
                .thenApply(reply -> reply.outcome() instanceof BatchOutcome.Unchanged unchanged
                        ? new Found(unchanged.revision(), known.entry())
                        : (Found) reply.outcome());
    }
}
