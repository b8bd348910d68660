package io.concord.core.state;

import io.concord.core.access.StoredRule;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTally;
import io.concord.core.backup.BackupTotals;
import io.concord.core.command.Operation;
import io.concord.core.format.FormatException;
import io.concord.core.model.Entry;
import io.concord.core.model.EntryName;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A restore that keeps what it is sent as it is, and makes something of it at its end only. */
record NaiveRestore(
        long id,
        Operation.BeginRestore begin,
        long revision,
        long firstLeaseId,
        long beginMillis,
        long deadlineMillis,
        int parts,
        List<BackupRecord> records) {

    NaiveRestore with(List<BackupRecord> more, long laterMillis) {
        var all = new ArrayList<>(records);
        all.addAll(more);
        return new NaiveRestore(id, begin, revision, firstLeaseId, beginMillis, laterMillis, parts + 1, all);
    }

    boolean isPossible() {
        var known = leases().keySet();
        return totals().isPresent()
                && records.stream()
                        .filter(BackupRecord.Stored.class::isInstance)
                        .map(record -> ((BackupRecord.Stored) record).entry())
                        .allMatch(entry -> entry.revision() <= begin.revision()
                                && (!entry.lifetime().hasLease()
                                        || known.contains(entry.lifetime().leaseId())));
    }

    Optional<BackupTotals> totals() {
        var tally = BackupTally.NOTHING;
        try {
            for (var record : records) {
                tally = tally.with(record);
            }
            return Optional.of(tally.totals());
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    /** Makes the state what was sent, without what is over by now. */
    void replace(NaiveState state, long timeMillis) {
        state.entries.clear();
        state.namespaces.clear();
        state.namespaces.put(Namespace.DEFAULT, NamespaceSettings.NONE);
        state.leases.clear();
        var leases = leases();
        state.lastLeaseId = firstLeaseId - 1 + leases.size();
        leases.values().stream()
                .filter(lease -> lease.deadlineMillis() > timeMillis)
                .forEach(lease -> state.leases.put(lease.id(), lease));
        var namespace = Namespace.DEFAULT;
        for (var record : records) {
            if (record instanceof BackupRecord.Space space) {
                namespace = space.namespace();
                state.namespaces.put(namespace, space.settings());
            } else if (record instanceof BackupRecord.Stored stored) {
                put(state, new EntryName(namespace, stored.entry().key()), stored.entry(), leases, timeMillis);
            }
        }
        if (state.rules.isEmpty()) {
            putRules(state);
        }
        state.revision = revision;
        state.restored = true;
        state.restore = null;
    }

    private void putRules(NaiveState state) {
        for (var record : records) {
            if (record instanceof BackupRecord.Rule rule) {
                state.rules.put(rule.rule().name(), new StoredRule(rule.rule(), revision));
                state.rulesRevision = revision;
            }
        }
    }

    private void put(NaiveState state, EntryName at, Entry entry, Map<Long, Lease> leases, long timeMillis) {
        var there = entry.lifetime();
        Lifetime lifetime = there;
        if (there.hasLease()) {
            var lease = Objects.requireNonNull(leases.get(there.leaseId()));
            lifetime = Lifetime.ofLease(lease.id());
            if (lease.deadlineMillis() <= timeMillis) {
                lifetime = Lifetime.until(lease.deadlineMillis());
            }
        } else if (there.hasDeadline()) {
            lifetime = Lifetime.until(here(there.deadlineMillis()));
        }
        if (lifetime.deadlineMillis() > timeMillis) {
            state.entries.put(
                    at,
                    new Entry(
                            entry.key(),
                            entry.value(),
                            revision,
                            revision,
                            1,
                            entry.author(),
                            entry.writtenMillis(),
                            lifetime,
                            entry.tags()));
        }
        state.restoredWrittenMillis = Math.max(state.restoredWrittenMillis, entry.writtenMillis());
    }

    private Map<Long, Lease> leases() {
        var leases = new HashMap<Long, Lease>();
        for (var record : records) {
            if (record instanceof BackupRecord.Lease lease) {
                leases.put(
                        lease.id(),
                        new Lease(
                                firstLeaseId + leases.size(),
                                lease.ttlMillis(),
                                here(lease.deadlineMillis()),
                                lease.owner()));
            }
        }
        return leases;
    }

    private long here(long deadlineMillis) {
        return beginMillis + Math.max(0, deadlineMillis - begin.timeMillis()) + 1;
    }
}
