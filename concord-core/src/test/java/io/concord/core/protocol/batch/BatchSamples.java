package io.concord.core.protocol.batch;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One operation and one outcome of every type, by the name of its golden file. */
final class BatchSamples {
    static final long TIME_MILLIS = 1_767_225_600_000L;
    static final Namespace USERS = new Namespace("users");
    static final EntryName ALICE = new EntryName(USERS, new Key("alice"));
    static final Value HELLO = Value.of("hello".getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
    static final Entry ENTRY = new Entry(
            new Key("\u00e9\ud83d\ude00"),
            HELLO,
            3,
            9,
            2,
            new Author("https://issuer.example", "bob"),
            TIME_MILLIS,
            Lifetime.until(60_000));
    static final Entry TAGGED = new Entry(
            new Key("alice"), HELLO, 4, 4, 1, new Author("", "bob"), 0, Lifetime.FOREVER, Tags.of("team:a", "\u00e9"));
    static final Entry LEASED =
            new Entry(new Key("alice"), HELLO, 4, 4, 1, new Author("", "bob"), 0, Lifetime.ofLease(7));

    static final BatchOperation GET = new BatchOperation.Get(ALICE, false);

    private BatchSamples() {}

    static Map<String, BatchOperation> operations() {
        var operations = new TreeMap<String, BatchOperation>();
        operations.put("get", GET);
        operations.put("get-stale", new BatchOperation.Get(ALICE, true));
        operations.put("get-if-changed", new BatchOperation.GetIfChanged(ALICE, 9));
        operations.put("contains", new BatchOperation.Contains(ALICE, false));
        operations.put("scan-first", new BatchOperation.Scan(USERS, KeyRange.ALL, null, 100, false, false));
        operations.put(
                "scan-next",
                new BatchOperation.Scan(
                        USERS, new KeyRange("a", new Key("ab"), new Key("b")), new Key("ac"), 10_000, true, true));
        changes().forEach((name, change) -> operations.put(name, write(change)));
        return operations;
    }

    static BatchOperation write(BatchChange change) {
        return new BatchOperation.Write(new RequestId("r-1"), 120_000, change);
    }

    private static Map<String, BatchChange> changes() {
        var changes = new TreeMap<String, BatchChange>();
        changes.put("put", new BatchChange.Put(ALICE, HELLO, Precondition.none(), Expiry.byDefault(), false));
        changes.put(
                "put-returning",
                new BatchChange.Put(ALICE, HELLO, Precondition.revisionIn(3, 1L << 40), Expiry.after(60_000), true));
        changes.put("put-leased", new BatchChange.Put(ALICE, HELLO, Precondition.absent(), Expiry.withLease(7), false));
        changes.put(
                "put-kept-or-after",
                new BatchChange.Put(ALICE, HELLO, Precondition.none(), Expiry.keptOr(Expiry.after(60_000)), false));
        changes.put(
                "put-tagged",
                new BatchChange.Put(
                        ALICE, HELLO, Precondition.none(), Expiry.byDefault(), false, Tags.of("team:a", "\u00e9")));
        changes.put("delete", new BatchChange.Delete(ALICE, Precondition.present(), true));
        changes.put("touch", new BatchChange.Touch(ALICE, Precondition.none(), Expiry.never()));
        changes.put("get-and-touch", new BatchChange.GetAndTouch(ALICE, Expiry.after(1_000)));
        changes.put("increment", new BatchChange.Increment(ALICE, -2, 100, Expiry.kept()));
        changes.put("delete-range", new BatchChange.DeleteRange(USERS, KeyRange.prefix("a"), false));
        changes.put("delete-range-quiet", new BatchChange.DeleteRange(USERS, KeyRange.ALL, true));
        changes.put("delete-tagged", new BatchChange.DeleteTagged(new Tag("team:a"), Optional.empty(), false));
        changes.put(
                "delete-tagged-in-quiet", new BatchChange.DeleteTagged(new Tag("\u00e9"), Optional.of(USERS), true));
        changes.put(
                "create-namespace",
                new BatchChange.CreateNamespace(USERS, Optional.of(new NamespaceSettings(60_000, 10, 0)), true));
        changes.put("join-namespace", new BatchChange.CreateNamespace(USERS, Optional.empty(), false));
        changes.put("destroy-namespace", new BatchChange.DestroyNamespace(USERS));
        changes.put("grant-lease", new BatchChange.GrantLease(10_000));
        changes.put("keep-lease", new BatchChange.KeepLease(7));
        changes.put("revoke-lease", new BatchChange.RevokeLease(7));
        return changes;
    }

    static Map<String, BatchReply> replies() {
        var replies = new TreeMap<String, BatchReply>();
        outcomes().forEach((name, outcome) -> replies.put(name, BatchReply.first(outcome)));
        replies.put("written-replayed", new BatchReply(new BatchOutcome.Written(9, 3, 2, Optional.empty()), true));
        return replies;
    }

    private static Map<String, BatchOutcome> outcomes() {
        var outcomes = new TreeMap<String, BatchOutcome>();
        outcomes.put("found", new BatchOutcome.Found(9, Optional.of(ENTRY)));
        outcomes.put("found-tagged", new BatchOutcome.Found(9, Optional.of(TAGGED)));
        outcomes.put("found-nothing", new BatchOutcome.Found(9, Optional.empty()));
        outcomes.put("unchanged", new BatchOutcome.Unchanged(12));
        outcomes.put("contained", new BatchOutcome.Contained(9, true));
        outcomes.put("page", new BatchOutcome.Page(9, List.of(LEASED, ENTRY), true));
        outcomes.put("key-page", new BatchOutcome.KeyPage(9, List.of(LEASED.key(), ENTRY.key()), false));
        outcomes.put("written", new BatchOutcome.Written(9, 3, 2, Optional.of(ENTRY)));
        outcomes.put("deleted", new BatchOutcome.Deleted(10, true, Optional.of(ENTRY)));
        outcomes.put("deleted-nothing", new BatchOutcome.Deleted(9, false, Optional.empty()));
        outcomes.put("touched", new BatchOutcome.Touched(9, true));
        outcomes.put("incremented", new BatchOutcome.Incremented(9, 3, 2, -2));
        outcomes.put("range-deleted", new BatchOutcome.RangeDeleted(9, 1000));
        outcomes.put("namespace-ready", new BatchOutcome.NamespaceReady(9, true, new NamespaceSettings(60_000, 10, 0)));
        outcomes.put("namespace-destroyed", new BatchOutcome.NamespaceDestroyed(9, true, 12));
        outcomes.put("lease-alive", new BatchOutcome.LeaseAlive(9, 7, 10_000));
        outcomes.put("lease-revoked", new BatchOutcome.LeaseRevoked(9, 3));
        outcomes.put("forgotten", new BatchOutcome.Forgotten(9));
        outcomes.put("precondition-failed", new BatchOutcome.PreconditionFailed(9, 3, Optional.of(ENTRY)));
        outcomes.put(
                "failed-refused",
                BatchOutcome.Failed.of(ErrorCode.FORBIDDEN, "the token of 'bob' has no group that allows this"));
        outcomes.put("failed-unavailable", BatchOutcome.Failed.of(ErrorCode.CLUSTER_NOT_READY, "no leader"));
        outcomes.put("failed-indeterminate", BatchOutcome.Failed.of(ErrorCode.TIMEOUT, "no answer in 5000ms"));
        return outcomes;
    }
}
