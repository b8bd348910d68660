package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.protocol.batch.BatchOperation;
import java.util.List;

/** What a caller must be granted for a read of a batch. */
final class ReadNeeds implements BatchOperation.ReadHandler<List<Need>> {
    @Override
    public List<Need> get(BatchOperation.Get get) {
        return List.of(Need.of(Verb.READ, get.at()));
    }

    @Override
    public List<Need> getIfChanged(BatchOperation.GetIfChanged get) {
        return List.of(Need.of(Verb.READ, get.at()));
    }

    @Override
    public List<Need> contains(BatchOperation.Contains contains) {
        return List.of(Need.of(Verb.READ, contains.at()));
    }

    /** The whole range, also where it goes on: whoever goes on has been let see what was before. */
    @Override
    public List<Need> scan(BatchOperation.Scan scan) {
        return List.of(Need.of(Verb.READ, scan.namespace(), scan.keys()));
    }
}
