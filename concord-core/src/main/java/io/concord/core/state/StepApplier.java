package io.concord.core.state;

import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Step;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tags;
import io.concord.core.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for operations on entries. A refusal leaves the draft as it was. */
class StepApplier implements Step.Handler<Outcome> {
    private static final String NUMBER_CONTENT_TYPE = "text/plain";
    private static final int NUMBER_DIGITS_MAX = 20;

    private final Draft draft;
    private final Lifetimes lifetimes;

    StepApplier(Draft draft) {
        this.draft = draft;
        this.lifetimes = new Lifetimes(draft);
    }

    @Override
    public Outcome put(Step.Put put) {
        var refusal = refusal(put.at(), put.precondition(), put.returning());
        if (refusal == null) {
            refusal = lifetimes.refusal(put.expiry());
        }
        if (refusal == null) {
            refusal = quotaRefusal(put.at(), put.value(), put.tags());
        }
        if (refusal != null) {
            return refusal;
        }
        var previous = draft.get(put.at());
        var entry = draft.put(
                put.at(),
                put.value(),
                put.tags(),
                lifetimes.of(put.expiry(), put.at().namespace(), previous));
        return new Outcome.Written(
                entry.revision(), entry.createRevision(), entry.version(), returned(put.returning(), previous));
    }

    @Override
    public Outcome delete(Step.Delete delete) {
        var refusal = refusal(delete.at(), delete.precondition(), delete.returning());
        if (refusal != null) {
            return refusal;
        }
        var previous = draft.get(delete.at());
        if (previous != null) {
            draft.delete(delete.at().namespace(), previous);
        }
        return new Outcome.Deleted(draft.revision(), previous != null, returned(delete.returning(), previous));
    }

    @Override
    public Outcome touch(Step.Touch touch) {
        var refusal = refusal(touch.at(), touch.precondition(), false);
        if (refusal == null) {
            refusal = lifetimes.refusal(touch.expiry());
        }
        if (refusal != null) {
            return refusal;
        }
        var entry = draft.get(touch.at());
        if (entry != null) {
            draft.touch(
                    touch.at().namespace(),
                    entry,
                    lifetimes.of(touch.expiry(), touch.at().namespace(), entry));
        }
        return new Outcome.Touched(draft.revision(), entry != null);
    }

    @Override
    public Outcome increment(Step.Increment increment) {
        var refusal = refusal(increment.at(), Precondition.none(), false);
        if (refusal == null) {
            refusal = lifetimes.refusal(increment.expiry());
        }
        return refusal == null ? increment(increment, draft.get(increment.at())) : refusal;
    }

    @Override
    public Outcome get(Step.Get get) {
        var missing = missing(get.at().namespace());
        return missing == null
                ? new Outcome.Found(draft.revision(), Optional.ofNullable(draft.get(get.at())))
                : missing;
    }

    @Override
    public Outcome range(Step.Range range) {
        var missing = missing(range.namespace());
        if (missing != null) {
            return missing;
        }
        var entries = new ArrayList<Entry>();
        long bytes = 0;
        var all = new EntryRange(draft.space(range.namespace()).in(range.keys())).iterator();
        while (all.hasNext() && entries.size() < range.limit() && bytes < Limits.RANGE_BYTES_MAX) {
            var entry = all.next();
            entries.add(entry);
            bytes += OutcomeSize.bytes(entry);
        }
        return new Outcome.Listed(draft.revision(), entries, all.hasNext());
    }

    @Override
    public Outcome deleteRange(Step.DeleteRange deleteRange) {
        var missing = missing(deleteRange.namespace());
        if (missing != null) {
            return missing;
        }
        long count = draft.deleteRange(deleteRange.namespace(), deleteRange.keys(), deleteRange.quiet());
        return new Outcome.RangeDeleted(draft.revision(), count);
    }

    @Override
    public Outcome deleteTagged(Step.DeleteTagged deleteTagged) {
        var missing = deleteTagged.namespace().map(this::missing).orElse(null);
        if (missing != null) {
            return missing;
        }
        long count = 0;
        for (var namespace : deleteTagged.namespace().map(List::of).orElseGet(this::namespaces)) {
            count += draft.deleteTagged(namespace, deleteTagged.tag(), deleteTagged.quiet());
        }
        return new Outcome.RangeDeleted(draft.revision(), count);
    }

    private List<Namespace> namespaces() {
        var names = new ArrayList<Namespace>();
        draft.contents().spaces().forEach(space -> names.add(space.getKey()));
        return names;
    }

    private Outcome increment(Step.Increment increment, @Nullable Entry previous) {
        long number;
        try {
            number = Math.addExact(previous == null ? increment.initial() : numberOf(previous), increment.delta());
        } catch (NumberFormatException | ArithmeticException e) {
            return new Refusal.NotANumber(draft.revisionBefore(), previous == null ? 0 : previous.revision());
        }
        String contentType =
                previous == null ? NUMBER_CONTENT_TYPE : previous.value().contentType();
        var value = Value.of(Long.toString(number).getBytes(StandardCharsets.US_ASCII), contentType);
        var tags = previous == null ? Tags.NONE : previous.tags();
        var refusal = quotaRefusal(increment.at(), value, tags);
        if (refusal != null) {
            return refusal;
        }
        var lifetime = lifetimes.of(increment.expiry(), increment.at().namespace(), previous);
        var entry = draft.put(increment.at(), value, tags, lifetime);
        return new Outcome.Incremented(entry.revision(), entry.createRevision(), entry.version(), number);
    }

    private static long numberOf(Entry entry) {
        if (entry.value().size() > NUMBER_DIGITS_MAX) {
            throw new NumberFormatException("too long");
        }
        return Long.parseLong(new String(entry.value().toByteArray(), StandardCharsets.ISO_8859_1));
    }

    private @Nullable Refusal refusal(EntryName at, Precondition precondition, boolean returning) {
        var missing = missing(at.namespace());
        if (missing != null) {
            return missing;
        }
        var current = draft.get(at);
        if (precondition.holds(current)) {
            return null;
        }
        return new Refusal.PreconditionFailed(
                draft.revisionBefore(), current == null ? 0 : current.revision(), returned(returning, current));
    }

    private @Nullable Refusal missing(Namespace namespace) {
        return draft.contents().space(namespace) == null
                ? new Refusal.NamespaceMissing(draft.revisionBefore(), namespace)
                : null;
    }

    /** An entry may always shrink, also in a namespace that is too large. */
    private @Nullable Refusal quotaRefusal(EntryName at, Value value, Tags tags) {
        var space = draft.space(at.namespace());
        var settings = space.settings();
        var previous = draft.get(at);
        if (settings.entriesMax() > 0 && previous == null && space.entries().size() >= settings.entriesMax()) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.ENTRIES, settings.entriesMax());
        }
        long growth = Space.bytesOf(at.key(), value, tags) - Space.bytesOf(previous);
        if (settings.bytesMax() > 0 && growth > 0 && space.bytes() + growth > settings.bytesMax()) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.BYTES, settings.bytesMax());
        }
        return null;
    }

    private static Optional<Entry> returned(boolean returning, @Nullable Entry entry) {
        return returning ? Optional.ofNullable(entry) : Optional.empty();
    }
}
