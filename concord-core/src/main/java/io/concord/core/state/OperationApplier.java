package io.concord.core.state;

import io.concord.core.access.StoredRule;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.Limits;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for operations of every type. After a refusal the draft is to be thrown away. */
final class OperationApplier extends StepApplier implements Operation.Handler<Outcome> {
    private final Draft draft;

    OperationApplier(Draft draft) {
        super(draft);
        this.draft = draft;
    }

    @Override
    public Outcome transaction(Operation.Transaction transaction) {
        boolean succeeded =
                transaction.comparisons().stream().allMatch(comparison -> comparison.holds(draft.get(comparison.at())));
        var branch = succeeded ? transaction.then() : transaction.otherwise();
        var outcomes = new ArrayList<Outcome>(branch.size());
        long bytes = 0;
        for (var step : branch) {
            var outcome = step.acceptStep(this);
            bytes += OutcomeSize.bytes(outcome);
            if (bytes > Limits.ANSWER_BYTES_MAX) {
                outcome = new Refusal.QuotaExceeded(
                        draft.revisionBefore(), Refusal.Quota.ANSWER_BYTES, Limits.ANSWER_BYTES_MAX);
            }
            if (outcome instanceof Refusal cause) {
                return new Refusal.StepRefused(cause.revision(), succeeded, outcomes.size(), cause);
            }
            outcomes.add(outcome);
        }
        return new Outcome.Executed(draft.revision(), succeeded, outcomes);
    }

    @Override
    public Outcome createNamespace(Operation.CreateNamespace create) {
        var space = draft.contents().space(create.namespace());
        if (space != null && create.mustBeNew()) {
            return new Refusal.NamespaceExists(draft.revisionBefore(), create.namespace());
        }
        if (space == null && draft.contents().spaces().size() >= Limits.NAMESPACES_MAX) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.NAMESPACES, Limits.NAMESPACES_MAX);
        }
        var settings = create.settings().orElse(space == null ? NamespaceSettings.NONE : space.settings());
        draft.create(create.namespace(), space == null ? Space.empty(settings) : space.with(settings));
        return new Outcome.NamespaceReady(draft.revision(), space == null, settings);
    }

    @Override
    public Outcome destroyNamespace(Operation.DestroyNamespace destroy) {
        boolean existed = draft.contents().space(destroy.namespace()) != null;
        long count = existed ? draft.destroy(destroy.namespace()) : 0;
        return new Outcome.NamespaceDestroyed(draft.revision(), existed, count);
    }

    @Override
    public Outcome grantLease(Operation.GrantLease grant) {
        if (draft.leases().size() >= Limits.LEASES_MAX) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.LEASES, Limits.LEASES_MAX);
        }
        var moment = draft.moment();
        int grantedMax = moment.leaseRights().grantedMax();
        if (grantedMax != LeaseRights.UNLIMITED && draft.leases().countOf(moment.author()) >= grantedMax) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.LEASES_OF_AUTHOR, grantedMax);
        }
        long id = draft.leases().lastId() + 1;
        draft.put(new Lease(id, grant.ttlMillis(), moment.deadlineAfter(grant.ttlMillis()), moment.author()));
        return new Outcome.LeaseAlive(draft.revision(), id, grant.ttlMillis());
    }

    @Override
    public Outcome keepLease(Operation.KeepLease keep) {
        var lease = draft.lease(keep.leaseId());
        if (lease == null) {
            return new Refusal.LeaseMissing(draft.revisionBefore(), keep.leaseId());
        }
        draft.put(lease.keptAliveUntil(draft.moment().deadlineAfter(lease.ttlMillis())));
        return new Outcome.LeaseAlive(draft.revision(), lease.id(), lease.ttlMillis());
    }

    @Override
    public Outcome revokeLease(Operation.RevokeLease revoke) {
        var lease = draft.lease(revoke.leaseId());
        if (lease == null) {
            return new Refusal.LeaseMissing(draft.revisionBefore(), revoke.leaseId());
        }
        long count = LeaseEnd.of(lease, draft, draft::delete);
        return new Outcome.LeaseRevoked(draft.revision(), count);
    }

    @Override
    public Outcome revokeTokens(Operation.RevokeTokens revoke) {
        var revocations = draft.revocations();
        if (revocations.isFull()) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.REVOCATIONS, Limits.REVOCATIONS_MAX);
        }
        var tokens = revoke.tokens().at(draft.moment().writtenMillis());
        var revocation = new Revocation(revocations.lastId() + 1, tokens, forgottenAt(revoke));
        draft.replace(revocations.put(revocation));
        return new Outcome.TokensRevoked(draft.revision(), revocation.id());
    }

    @Override
    public Outcome beginRestore(Operation.BeginRestore begin) {
        return new RestoreApplier(draft).begin(begin);
    }

    @Override
    public Outcome restorePart(Operation.RestorePart part) {
        return new RestoreApplier(draft).part(part);
    }

    @Override
    public Outcome finishRestore(Operation.FinishRestore finish) {
        return new RestoreApplier(draft).finish(finish);
    }

    @Override
    public Outcome abortRestore(Operation.AbortRestore abort) {
        return new RestoreApplier(draft).abort(abort);
    }

    /** Whoever asked said it by a clock on the wall; how long that is from now holds for the cluster's time, too. */
    private long forgottenAt(Operation.RevokeTokens revoke) {
        var moment = draft.moment();
        long leftMillis = Math.max(0, revoke.untilMillis() - moment.writtenMillis());
        return revoke.untilMillis() == 0
                ? Revocation.FOREVER
                : moment.deadlineAfter(leftMillis + Revocation.GRACE_MILLIS);
    }

    @Override
    public Outcome liftRevocation(Operation.LiftRevocation lift) {
        var rest = draft.revocations().remove(lift.revocationId());
        boolean existed = rest.size() < draft.revocations().size();
        draft.replace(rest);
        return new Outcome.RevocationLifted(draft.revision(), existed);
    }

    @Override
    public Outcome putRule(Operation.PutRule put) {
        var rules = draft.rules();
        var refusal = refusal(put.rule().name(), put.precondition());
        if (refusal != null) {
            return refusal;
        }
        boolean created = rules.find(put.rule().name()).isEmpty();
        if (created && rules.isFull()) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.RULES, Limits.RULES_MAX);
        }
        draft.replace(rules.with(put.rule()));
        return new Outcome.RulePut(draft.revision(), draft.rules().revision(), created);
    }

    @Override
    public Outcome deleteRule(Operation.DeleteRule delete) {
        var rules = draft.rules();
        var refusal = refusal(delete.name(), delete.precondition());
        if (refusal != null) {
            return refusal;
        }
        draft.replace(rules.without(delete.name()));
        return new Outcome.RuleDeleted(
                draft.revision(),
                draft.rules().revision(),
                rules.find(delete.name()).isPresent());
    }

    private @Nullable Refusal refusal(String rule, Precondition precondition) {
        long revision = draft.rules().find(rule).map(StoredRule::revision).orElse(0L);
        return precondition.holdsAt(revision)
                ? null
                : new Refusal.PreconditionFailed(draft.revisionBefore(), revision, Optional.empty());
    }

    @Override
    public Outcome recordToken(Operation.RecordToken record) {
        return new TokenApplier(draft).record(record);
    }

    @Override
    public Outcome revokeIssuedToken(Operation.RevokeIssuedToken revoke) {
        return new TokenApplier(draft).revoke(revoke);
    }

    @Override
    public Outcome addSigningKey(Operation.AddSigningKey add) {
        return new TokenApplier(draft).add(add);
    }

    @Override
    public Outcome removeSigningKey(Operation.RemoveSigningKey remove) {
        return new TokenApplier(draft).remove(remove);
    }
}
