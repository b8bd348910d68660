package io.concord.core.state;

import io.concord.core.access.Rules;
import io.concord.core.access.StoredRule;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTally;
import io.concord.core.command.Refusal;
import io.concord.core.format.FormatException;
import io.concord.core.model.Entry;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds records of a backup to a restore. An entry begins anew, with the restore's revision; a lease has another id, so that
 * neither its old owner nor anybody else's lease is mistaken for it; a lifetime goes on with what was left of it.
 */
final class RestoreStaging implements BackupRecord.Handler<Boolean> {
    private final PendingRestore before;
    private final List<Revocation> revocations = new ArrayList<>();
    private final List<StoredRule> rules = new ArrayList<>();
    private BackupTally tally;
    private Contents contents;
    private Leases leases;
    private PersistentMap<Long, Long> leaseIds;
    private long writtenMillis;
    private long lastRevocationId;

    RestoreStaging(PendingRestore before) {
        this.before = before;
        this.tally = before.tally();
        this.contents = before.contents();
        this.leases = before.leases();
        this.leaseIds = before.leaseIds();
        this.writtenMillis = before.writtenMillis();
        before.revocations().forEach(revocations::add);
        before.rules().forEach(rules::add);
        this.lastRevocationId = before.revocations().lastId();
    }

    /** Takes all records; null if one of them may not be where it is. */
    @Nullable PendingRestore take(List<BackupRecord> records, long deadlineMillis) {
        for (var record : records) {
            if (!isInPlace(record) || !record.accept(this)) {
                return null;
            }
        }
        return new PendingRestore(
                before.id(),
                before.head(),
                deadlineMillis,
                before.sequence() + 1,
                tally,
                writtenMillis,
                contents,
                leases,
                leaseIds,
                Revocations.afterId(lastRevocationId, revocations),
                Rules.of(before.head().revision(), rules));
    }

    /** The refusal of what a store can never hold; null if it can. */
    Refusal.@Nullable QuotaExceeded overLimit(long revision) {
        if (contents.spaces().size() > Limits.NAMESPACES_MAX) {
            return new Refusal.QuotaExceeded(revision, Refusal.Quota.NAMESPACES, Limits.NAMESPACES_MAX);
        }
        if (leases.size() > Limits.LEASES_MAX) {
            return new Refusal.QuotaExceeded(revision, Refusal.Quota.LEASES, Limits.LEASES_MAX);
        }
        if (rules.size() > Limits.RULES_MAX) {
            return new Refusal.QuotaExceeded(revision, Refusal.Quota.RULES, Limits.RULES_MAX);
        }
        return revocations.size() > Limits.REVOCATIONS_MAX
                ? new Refusal.QuotaExceeded(revision, Refusal.Quota.REVOCATIONS, Limits.REVOCATIONS_MAX)
                : null;
    }

    private boolean isInPlace(BackupRecord record) {
        try {
            tally = tally.with(record);
            return true;
        } catch (FormatException e) {
            return false;
        }
    }

    @Override
    public Boolean lease(BackupRecord.Lease lease) {
        long id = before.head().firstLeaseId() + leaseIds.size();
        leases = leases.put(new Lease(id, lease.ttlMillis(), here(lease.deadlineMillis()), lease.owner()));
        leaseIds = leaseIds.put(lease.id(), id);
        return true;
    }

    @Override
    public Boolean revocation(BackupRecord.Revocation revocation) {
        long deadlineMillis = revocation.deadlineMillis() == BackupRecord.Revocation.FOREVER
                ? Revocation.FOREVER
                : here(revocation.deadlineMillis());
        revocations.add(new Revocation(++lastRevocationId, revocation.tokens(), deadlineMillis));
        return revocations.size() <= Limits.REVOCATIONS_MAX;
    }

    @Override
    public Boolean rule(BackupRecord.Rule rule) {
        rules.add(new StoredRule(rule.rule(), before.head().revision()));
        return rules.size() <= Limits.RULES_MAX;
    }

    @Override
    public Boolean space(BackupRecord.Space space) {
        contents = contents.with(space.namespace(), Space.empty(space.settings()));
        return true;
    }

    @Override
    public Boolean stored(BackupRecord.Stored stored) {
        var entry = stored.entry();
        var lifetime = here(entry.lifetime());
        if (lifetime == null || entry.revision() > before.head().backupRevision()) {
            return false;
        }
        long revision = before.head().revision();
        Namespace namespace = Objects.requireNonNull(tally.space(), "an entry in place is in a namespace");
        var space = Objects.requireNonNull(contents.space(namespace), "it came before its entries");
        var restored = new Entry(
                entry.key(),
                entry.value(),
                revision,
                revision,
                1,
                entry.author(),
                entry.writtenMillis(),
                lifetime,
                entry.tags());
        contents = contents.with(namespace, space.put(restored, null));
        writtenMillis = Math.max(writtenMillis, entry.writtenMillis());
        return true;
    }

    /** Null for one of a lease that is not there. */
    private @Nullable Lifetime here(Lifetime there) {
        if (there.hasLease()) {
            var id = leaseIds.get(there.leaseId());
            return id == null ? null : Lifetime.ofLease(id);
        }
        return there.hasDeadline() ? Lifetime.until(here(there.deadlineMillis())) : there;
    }

    /** A deadline in this cluster's time, a millisecond later as all are. */
    private long here(long deadlineThere) {
        var head = before.head();
        return head.beginMillis() + Math.max(0, deadlineThere - head.backupTimeMillis()) + 1;
    }
}
