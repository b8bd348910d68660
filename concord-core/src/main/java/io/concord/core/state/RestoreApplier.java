package io.concord.core.state;

import io.concord.core.access.Rules;
import io.concord.core.backup.BackupTally;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.EntryName;
import io.concord.core.model.Limits;
import java.util.ArrayList;
import java.util.List;

/** The rules of a restore: one at a time, part by part, and all of it or nothing. */
final class RestoreApplier {
    private final Draft draft;

    RestoreApplier(Draft draft) {
        this.draft = draft;
    }

    Outcome begin(Operation.BeginRestore begin) {
        var underWay = draft.restores().underWay();
        if (underWay != null) {
            return new Refusal.RestoreOccupied(draft.revisionBefore(), underWay.id());
        }
        if (!begin.force() && !isEmpty()) {
            return notEmpty();
        }
        var moment = draft.moment();
        long firstLeaseId = draft.leases().lastId() + PendingRestore.AHEAD;
        var head = new PendingRestore.Head(
                Math.max(draft.revisionBefore(), begin.revision()) + PendingRestore.AHEAD,
                begin.revision(),
                begin.timeMillis(),
                moment.timeMillis(),
                firstLeaseId,
                begin.force());
        var restore = new PendingRestore(
                draft.restores().lastId() + 1,
                head,
                moment.deadlineAfter(PendingRestore.PATIENCE_MILLIS),
                0,
                BackupTally.NOTHING,
                0,
                Contents.EMPTY,
                Leases.afterId(firstLeaseId - 1),
                PersistentMap.empty(),
                Revocations.NONE,
                Rules.of(head.revision(), List.of()));
        draft.replace(draft.restores().with(restore));
        return new Outcome.RestoreUnderWay(draft.revision(), restore.id(), 0);
    }

    Outcome part(Operation.RestorePart part) {
        var restore = draft.restores().find(part.restoreId());
        if (restore == null) {
            return missing(part.restoreId());
        }
        if (part.sequence() != restore.sequence()) {
            return invalid(restore, Refusal.RestoreDefect.SEQUENCE);
        }
        var staging = new RestoreStaging(restore);
        var grown = staging.take(part.records(), draft.moment().deadlineAfter(PendingRestore.PATIENCE_MILLIS));
        var overLimit = staging.overLimit(draft.revisionBefore());
        if (overLimit != null) {
            return overLimit;
        }
        if (grown == null) {
            return invalid(restore, Refusal.RestoreDefect.RECORD);
        }
        draft.replace(draft.restores().with(grown));
        return new Outcome.RestoreUnderWay(draft.revision(), grown.id(), grown.sequence());
    }

    Outcome finish(Operation.FinishRestore finish) {
        var restore = draft.restores().find(finish.restoreId());
        if (restore == null) {
            return missing(finish.restoreId());
        }
        if (!restore.tally().totals().equals(finish.totals())) {
            return invalid(restore, Refusal.RestoreDefect.TOTALS);
        }
        if (!restore.head().force() && !isEmpty()) {
            return notEmpty();
        }
        if (draft.revisionBefore() >= restore.head().revision()
                || draft.rules().revision() >= restore.head().revision()
                || draft.leases().lastId() >= restore.head().firstLeaseId()) {
            return invalid(restore, Refusal.RestoreDefect.OVERTAKEN);
        }
        var revocations = both(draft.revocations(), restore.revocations());
        if (revocations.size() > Limits.REVOCATIONS_MAX) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.REVOCATIONS, Limits.REVOCATIONS_MAX);
        }
        draft.restore(restore);
        draft.replace(revocations);
        draft.replace(draft.restores().without());
        removeWhatIsDue();
        int rulesLeftOut = restoreRules(restore.rules());
        return new Outcome.Restored(
                draft.revision(), finish.totals(), draft.contents().entryCount(), rulesLeftOut);
    }

    /**
     * Those of the backup where there are none; otherwise those that there are, because a restore must not allow again what
     * has been forbidden since. Returns how many were left out.
     */
    private int restoreRules(Rules theirs) {
        if (!draft.rules().isEmpty()) {
            return theirs.size();
        }
        if (!theirs.isEmpty()) {
            draft.replace(theirs);
        }
        return 0;
    }

    Outcome abort(Operation.AbortRestore abort) {
        boolean existed = draft.restores().find(abort.restoreId()) != null;
        if (existed) {
            draft.replace(draft.restores().without());
        }
        return new Outcome.RestoreAborted(draft.revision(), existed);
    }

    /** Whatever was revoked before or since: nothing comes to life by a restore. */
    private static Revocations both(Revocations ours, Revocations theirs) {
        var all = new ArrayList<Revocation>();
        ours.forEach(all::add);
        long lastId = ours.lastId();
        for (var revocation : theirs) {
            if (all.stream()
                    .noneMatch(known -> known.tokens().equals(revocation.tokens())
                            && known.deadlineMillis() >= revocation.deadlineMillis())) {
                all.add(new Revocation(++lastId, revocation.tokens(), revocation.deadlineMillis()));
            }
        }
        return Revocations.afterId(lastId, all);
    }

    /** What ended since the restore began was never there: nobody is told of it. */
    private void removeWhatIsDue() {
        long timeMillis = draft.moment().timeMillis();
        for (var due : draft.leases().dueBy(timeMillis)) {
            LeaseEnd.of(due.getValue(), draft, draft::forget);
        }
        for (var space : draft.contents().spaces()) {
            for (var marked : space.getValue().dueBy(timeMillis)) {
                var entry = draft.get(new EntryName(space.getKey(), marked.getValue()));
                if (entry != null) {
                    draft.forget(space.getKey(), entry);
                }
            }
        }
        draft.replace(draft.revocations().withoutThoseDueBy(timeMillis));
    }

    private boolean isEmpty() {
        return draft.contents().entryCount() == 0 && draft.contents().spaces().size() == 1;
    }

    private Refusal notEmpty() {
        return new Refusal.StoreNotEmpty(
                draft.revisionBefore(),
                draft.contents().entryCount(),
                draft.contents().spaces().size());
    }

    private Refusal missing(long id) {
        return new Refusal.RestoreMissing(draft.revisionBefore(), id);
    }

    private Refusal invalid(PendingRestore restore, Refusal.RestoreDefect defect) {
        return new Refusal.RestoreInvalid(draft.revisionBefore(), restore.id(), defect, restore.sequence());
    }
}
