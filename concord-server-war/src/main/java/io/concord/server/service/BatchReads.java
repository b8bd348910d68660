package io.concord.server.service;

import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.state.KeyspaceView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The reads of a batch, answered from one view. A missing namespace is a {@link RequestFailure}. */
record BatchReads(KeyspaceView view) implements BatchOperation.ReadHandler<BatchOutcome> {
    @Override
    public BatchOutcome get(BatchOperation.Get get) {
        require(get.at().namespace());
        return new BatchOutcome.Found(view.revision(), view.get(get.at()));
    }

    @Override
    public BatchOutcome getIfChanged(BatchOperation.GetIfChanged get) {
        require(get.at().namespace());
        var entry = view.get(get.at());
        boolean known =
                entry.filter(found -> found.revision() == get.knownRevision()).isPresent();
        return known ? new BatchOutcome.Unchanged(view.revision()) : new BatchOutcome.Found(view.revision(), entry);
    }

    @Override
    public BatchOutcome contains(BatchOperation.Contains contains) {
        require(contains.at().namespace());
        return new BatchOutcome.Contained(
                view.revision(), view.get(contains.at()).isPresent());
    }

    @Override
    public BatchOutcome scan(BatchOperation.Scan scan) {
        require(scan.namespace());
        return scan.keysOnly()
                ? page(scan, Entry::key, entry -> 0, BatchOutcome.KeyPage::new)
                : page(scan, Function.identity(), entry -> entry.value().size(), BatchOutcome.Page::new);
    }

    private <T> BatchOutcome page(
            BatchOperation.Scan scan,
            Function<Entry, T> element,
            Function<Entry, Integer> bytesOf,
            PageMaker<T> maker) {
        var range = view.range(scan.namespace(), scan.keys());
        Key after = scan.after();
        var entries = (after == null ? range : range.after(after)).iterator();
        var page = new ArrayList<T>();
        long bytes = 0;
        while (entries.hasNext() && page.size() < scan.limit() && bytes < Limits.RANGE_BYTES_MAX) {
            var entry = entries.next();
            page.add(element.apply(entry));
            bytes += entry.key().text().length() + bytesOf.apply(entry);
        }
        return maker.make(view.revision(), page, entries.hasNext());
    }

    private void require(Namespace namespace) {
        if (view.namespace(namespace).isEmpty()) {
            throw new RequestFailure(ErrorCode.NAMESPACE_NOT_FOUND, "there is no namespace '" + namespace + "'");
        }
    }

    private interface PageMaker<T> {
        BatchOutcome make(long revision, List<T> elements, boolean more);
    }
}
