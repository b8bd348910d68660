package io.concord.core.protocol.batch;

import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any batch that there can be, of moderate size. */
final class BatchArbitraries {
    private static final Arbitrary<Boolean> BOOLS = Arbitraries.of(true, false);
    private static final Arbitrary<Long> TTLS = Arbitraries.longs().between(1, Limits.TTL_MILLIS_MAX);
    private static final Arbitrary<Long> TIMES = Arbitraries.longs().between(0, Limits.TIME_MILLIS_MAX);
    private static final Arbitrary<Key> KEYS = text(1, 40).map(Key::new);
    private static final Arbitrary<Namespace> NAMESPACES = text(1, 20).map(Namespace::new);
    private static final Arbitrary<EntryName> NAMES =
            Combinators.combine(NAMESPACES, KEYS).as(EntryName::new);
    private static final Arbitrary<RequestId> REQUEST_IDS =
            ascii(0x21, Limits.REQUEST_ID_BYTES_MAX).map(RequestId::new);
    private static final Arbitrary<Value> VALUES = Combinators.combine(
                    Arbitraries.bytes().array(byte[].class).ofMaxSize(100), ascii(0x20, 30))
            .as(Value::of);
    private static final Arbitrary<Precondition> PRECONDITIONS = Arbitraries.oneOf(
            Arbitraries.of(Precondition.none(), Precondition.absent(), Precondition.present()),
            Arbitraries.longs()
                    .between(1, Long.MAX_VALUE)
                    .set()
                    .ofMaxSize(Limits.PRECONDITION_REVISIONS_MAX)
                    .map(revisions -> new Precondition.RevisionIn(new TreeSet<>(revisions))));
    private static final Arbitrary<Expiry> NEW_LIFETIMES = Arbitraries.oneOf(
            Arbitraries.of(Expiry.byDefault(), Expiry.never()),
            TTLS.map(Expiry::after),
            Arbitraries.longs().between(1, Long.MAX_VALUE).map(Expiry::withLease));
    private static final Arbitrary<Expiry> EXPIRIES =
            Arbitraries.oneOf(NEW_LIFETIMES, NEW_LIFETIMES.map(Expiry::keptOr));
    private static final Arbitrary<KeyRange> RANGES = Combinators.combine(
                    text(0, 10), KEYS.injectNull(0.3), KEYS.injectNull(0.3))
            .as(KeyRange::new);
    private static final Arbitrary<NamespaceSettings> SETTINGS = Combinators.combine(
                    Arbitraries.longs().between(0, Limits.TTL_MILLIS_MAX),
                    Arbitraries.longs().between(0, Long.MAX_VALUE),
                    Arbitraries.longs().between(0, Long.MAX_VALUE))
            .as(NamespaceSettings::new);
    private static final Arbitrary<Tags> TAGS =
            text(1, 20).set().ofMaxSize(Limits.TAGS_MAX).map(Tags::of);
    private static final Arbitrary<Entry> UNTAGGED = Combinators.combine(
                    KEYS,
                    VALUES,
                    Arbitraries.longs().between(1, 1L << 40),
                    Arbitraries.longs().between(0, 1L << 40),
                    text(0, 20),
                    text(1, 20),
                    TIMES,
                    Arbitraries.oneOf(
                            Arbitraries.just(Lifetime.FOREVER),
                            Arbitraries.longs().between(1, Long.MAX_VALUE).map(Lifetime::until),
                            Arbitraries.longs().between(1, Long.MAX_VALUE).map(Lifetime::ofLease)))
            .as((key, value, created, later, issuer, subject, time, lifetime) -> new Entry(
                    key, value, created, created + later, later + 1, new Author(issuer, subject), time, lifetime));
    private static final Arbitrary<Entry> ENTRIES = Combinators.combine(UNTAGGED, TAGS)
            .as((entry, tags) -> new Entry(
                    entry.key(),
                    entry.value(),
                    entry.createRevision(),
                    entry.revision(),
                    entry.version(),
                    entry.author(),
                    entry.writtenMillis(),
                    entry.lifetime(),
                    tags));

    private BatchArbitraries() {}

    static Arbitrary<BatchRequest> requests() {
        return operations().list().ofMaxSize(20).map(BatchRequest::new);
    }

    static Arbitrary<BatchResponse> responses() {
        var replies = Combinators.combine(outcomes(), BOOLS).as(BatchReply::new);
        return Combinators.combine(TIMES, replies.list().ofMaxSize(20)).as(BatchResponse::new);
    }

    private static Arbitrary<BatchOperation> operations() {
        return Arbitraries.oneOf(
                Combinators.combine(NAMES, BOOLS).as(BatchOperation.Get::new),
                Combinators.combine(NAMES, Arbitraries.longs().between(1, Long.MAX_VALUE))
                        .as(BatchOperation.GetIfChanged::new),
                Combinators.combine(NAMES, BOOLS).as(BatchOperation.Contains::new),
                Combinators.combine(
                                NAMESPACES,
                                RANGES,
                                KEYS.injectNull(0.5),
                                Arbitraries.integers().between(1, Limits.RANGE_ENTRIES_MAX),
                                BOOLS,
                                BOOLS)
                        .as(BatchOperation.Scan::new),
                Combinators.combine(REQUEST_IDS, TIMES, changes()).as(BatchOperation.Write::new));
    }

    private static Arbitrary<BatchChange> changes() {
        var deletable = NAMESPACES.filter(namespace -> !namespace.equals(Namespace.DEFAULT));
        return Arbitraries.oneOf(
                Combinators.combine(NAMES, VALUES, PRECONDITIONS, EXPIRIES, BOOLS, TAGS)
                        .as(BatchChange.Put::new),
                Combinators.combine(NAMES, PRECONDITIONS, BOOLS).as(BatchChange.Delete::new),
                Combinators.combine(NAMES, PRECONDITIONS, EXPIRIES).as(BatchChange.Touch::new),
                Combinators.combine(NAMES, EXPIRIES).as(BatchChange.GetAndTouch::new),
                Combinators.combine(NAMES, Arbitraries.longs(), Arbitraries.longs(), EXPIRIES)
                        .as(BatchChange.Increment::new),
                Combinators.combine(NAMESPACES, RANGES, BOOLS).as(BatchChange.DeleteRange::new),
                Combinators.combine(text(1, 20).map(Tag::new), NAMESPACES.optional(), BOOLS)
                        .as(BatchChange.DeleteTagged::new),
                Combinators.combine(NAMESPACES, SETTINGS.optional(), BOOLS).as(BatchChange.CreateNamespace::new),
                deletable.map(BatchChange.DestroyNamespace::new),
                TTLS.map(BatchChange.GrantLease::new),
                Arbitraries.longs().map(BatchChange.KeepLease::new),
                Arbitraries.longs().map(BatchChange.RevokeLease::new));
    }

    private static Arbitrary<BatchOutcome> outcomes() {
        var numbers = Arbitraries.longs();
        Arbitrary<Optional<Entry>> optional = ENTRIES.optional();
        return Arbitraries.oneOf(
                Combinators.combine(numbers, optional).as(BatchOutcome.Found::new),
                numbers.map(BatchOutcome.Unchanged::new),
                Combinators.combine(numbers, BOOLS).as(BatchOutcome.Contained::new),
                Combinators.combine(numbers, ENTRIES.list().ofMaxSize(5), BOOLS).as(BatchOutcome.Page::new),
                Combinators.combine(numbers, KEYS.list().ofMaxSize(5), BOOLS).as(BatchOutcome.KeyPage::new),
                Combinators.combine(numbers, numbers, numbers, optional).as(BatchOutcome.Written::new),
                Combinators.combine(numbers, BOOLS, optional).as(BatchOutcome.Deleted::new),
                Combinators.combine(numbers, BOOLS).as(BatchOutcome.Touched::new),
                Combinators.combine(numbers, numbers, numbers, numbers).as(BatchOutcome.Incremented::new),
                Combinators.combine(numbers, numbers).as(BatchOutcome.RangeDeleted::new),
                Combinators.combine(numbers, BOOLS, SETTINGS).as(BatchOutcome.NamespaceReady::new),
                Combinators.combine(numbers, BOOLS, numbers).as(BatchOutcome.NamespaceDestroyed::new),
                Combinators.combine(numbers, numbers, numbers).as(BatchOutcome.LeaseAlive::new),
                Combinators.combine(numbers, numbers).as(BatchOutcome.LeaseRevoked::new),
                Combinators.combine(numbers, numbers, optional).as(BatchOutcome.PreconditionFailed::new),
                numbers.map(BatchOutcome.Forgotten::new),
                Combinators.combine(Arbitraries.of(ErrorCode.values()), text(0, 50))
                        .as(BatchOutcome.Failed::of));
    }

    /** Well-formed text; all planes, so that surrogate pairs come up too. */
    private static Arbitrary<String> text(int pointsMin, int pointsMax) {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0xd7ff),
                        Arbitraries.integers().between(0xe000, 0x10ffff))
                .list()
                .ofMinSize(pointsMin)
                .ofMaxSize(pointsMax)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    private static Arbitrary<String> ascii(int codeMin, int lengthMax) {
        return Arbitraries.strings()
                .withCharRange((char) codeMin, '~')
                .ofMinLength(1)
                .ofMaxLength(lengthMax);
    }
}
