package io.concord.jcache.transport;

import io.concord.core.model.EntryName;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation concerns, so that it goes after those that it must not overtake.
 *
 * @param name of the operation, for messages
 * @param namespace that it is in; null for leases and for what concerns all namespaces
 * @param lane what has operations in a lane of their own: the entry, the namespace or the lease; null where no order is kept
 * @param whole whether it concerns everything in the namespace, and goes alone
 * @param returning whether its outcome carries an entry, so that it may be the one that has no room in an answer
 * @param entriesMax how many entries its outcome may carry, also where a condition failed
 */
record Placement(
        String name,
        @Nullable Namespace namespace,
        @Nullable Object lane,
        boolean whole,
        boolean returning,
        int entriesMax) {
    private static final int UTF8_BYTES_MAX = 3;

    /** A namespace, a prefix and three keys. */
    private static final int RANGE_BYTES_MAX = Limits.NAMESPACE_BYTES_MAX + 4 * Limits.KEY_BYTES_MAX;

    /** The revisions of a precondition, the content type, the request id and all numbers. */
    private static final int REST_BYTES_MAX = 1_024;

    /** The length of a tag; their count is among the rest. */
    private static final int TAG_HEAD_BYTES = 2;

    private static final Reader READER = new Reader();
    private static final Writer WRITER = new Writer();

    static Placement of(BatchOperation.Read read) {
        return read.acceptRead(READER);
    }

    static Placement of(BatchChange change) {
        return change.accept(WRITER);
    }

    /** What the operation is and where, escaped. */
    String describe() {
        var at = lane == null ? namespace : lane;
        return at == null ? name : name + " of '" + at + "'";
    }

    private static Placement entry(String name, EntryName at, boolean returning) {
        return new Placement(name, at.namespace(), at, false, returning, 1);
    }

    private static Placement whole(String name, Namespace namespace) {
        return new Placement(name, namespace, namespace, true, false, 0);
    }

    private static Placement lease(String name, @Nullable Long id) {
        return new Placement(name, null, id == null ? null : List.of("lease", id), false, false, 0);
    }

    private static final class Reader implements BatchOperation.ReadHandler<Placement> {
        @Override
        public Placement get(BatchOperation.Get get) {
            return entry("get", get.at(), true);
        }

        @Override
        public Placement getIfChanged(BatchOperation.GetIfChanged get) {
            return entry("get if changed", get.at(), true);
        }

        @Override
        public Placement contains(BatchOperation.Contains contains) {
            return new Placement("contains", contains.at().namespace(), contains.at(), false, false, 0);
        }

        /** No lane: it sees each entry as it is when the page is read, and holds nobody up. */
        @Override
        public Placement scan(BatchOperation.Scan scan) {
            return new Placement("scan", scan.namespace(), null, false, true, scan.limit());
        }
    }

    private static final class Writer implements BatchChange.Handler<Placement> {
        @Override
        public Placement put(BatchChange.Put put) {
            return entry("put", put.at(), put.returning());
        }

        @Override
        public Placement delete(BatchChange.Delete delete) {
            return entry("delete", delete.at(), delete.returning());
        }

        @Override
        public Placement touch(BatchChange.Touch touch) {
            return entry("touch", touch.at(), false);
        }

        @Override
        public Placement getAndTouch(BatchChange.GetAndTouch both) {
            return entry("get and touch", both.at(), true);
        }

        @Override
        public Placement increment(BatchChange.Increment increment) {
            return entry("increment", increment.at(), false);
        }

        @Override
        public Placement deleteRange(BatchChange.DeleteRange deleteRange) {
            return whole("delete range", deleteRange.namespace());
        }

        /** In all namespaces it is in no lane: it comes before or after what is under way in any of them. */
        @Override
        public Placement deleteTagged(BatchChange.DeleteTagged deleteTagged) {
            return deleteTagged
                    .namespace()
                    .map(namespace -> whole("delete tagged", namespace))
                    .orElseGet(() -> new Placement("delete tagged", null, null, false, false, 0));
        }

        @Override
        public Placement createNamespace(BatchChange.CreateNamespace create) {
            return whole("create namespace", create.namespace());
        }

        @Override
        public Placement destroyNamespace(BatchChange.DestroyNamespace destroy) {
            return whole("destroy namespace", destroy.namespace());
        }

        @Override
        public Placement grantLease(BatchChange.GrantLease grant) {
            return lease("grant lease", null);
        }

        @Override
        public Placement keepLease(BatchChange.KeepLease keep) {
            return lease("keep lease", keep.leaseId());
        }

        @Override
        public Placement revokeLease(BatchChange.RevokeLease revoke) {
            return lease("revoke lease", revoke.leaseId());
        }
    }

    /** The bytes of the operation in a request, at most. */
    long bytesAtMost(@Nullable BatchChange change) {
        return (lane instanceof EntryName at ? nameBytesAtMost(at) : RANGE_BYTES_MAX)
                + (change instanceof BatchChange.Put put ? contentBytes(put) : 0)
                + REST_BYTES_MAX;
    }

    private static long contentBytes(BatchChange.Put put) {
        return put.value().size()
                + put.tags().bytes()
                + (long) TAG_HEAD_BYTES * put.tags().size();
    }

    private static long nameBytesAtMost(EntryName at) {
        return UTF8_BYTES_MAX
                * ((long) at.namespace().name().length() + at.key().text().length());
    }
}
