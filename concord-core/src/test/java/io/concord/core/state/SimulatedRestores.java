package io.concord.core.state;

import io.concord.core.Samples;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTally;
import io.concord.core.backup.BackupTotals;
import io.concord.core.command.Operation;
import io.concord.core.format.FormatException;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Random restores: mostly whole ones, whose operations come in their order and now and then not. */
final class SimulatedRestores {
    private static final int BACKUP_MILLIS = 100;

    private final Random random;
    private final SimulatedOperations operations;
    private final Deque<Operation> planned = new ArrayDeque<>();

    SimulatedRestores(Random random, SimulatedOperations operations) {
        this.random = random;
        this.operations = operations;
    }

    Operation next(int revision) {
        if (planned.isEmpty()) {
            plan(1 + random.nextInt(2), 1L + random.nextInt(revision + 5));
        }
        return random.nextInt(12) == 0 ? new Operation.AbortRestore(1L + random.nextInt(3)) : planned.remove();
    }

    private void plan(long id, long revision) {
        var records = records(revision);
        planned.add(new Operation.BeginRestore(revision, BACKUP_MILLIS, random.nextInt(6) > 0));
        int cut = 1 + random.nextInt(records.size());
        planned.add(new Operation.RestorePart(id, 0, records.subList(0, cut)));
        if (cut < records.size()) {
            planned.add(new Operation.RestorePart(
                    id, random.nextInt(12) == 0 ? 2 : 1, records.subList(cut, records.size())));
        }
        planned.add(new Operation.FinishRestore(id, totals(records)));
    }

    private List<BackupRecord> records(long revision) {
        var records = new ArrayList<BackupRecord>();
        int leases = random.nextInt(3);
        for (int i = 0; i < leases; i++) {
            records.add(new BackupRecord.Lease(
                    5L + i, 1 + random.nextInt(12), BACKUP_MILLIS + random.nextInt(12), new Author("", "bob")));
        }
        for (var name : List.of("a", "b", "c")) {
            if (random.nextInt(4) == 0) {
                records.add(new BackupRecord.Rule(Samples.rule(name)));
            }
        }
        for (var name : List.of("cats", "default", "dogs")) {
            if (random.nextInt(3) > 0) {
                records.add(new BackupRecord.Space(
                        new Namespace(name), operations.settings().orElse(NamespaceSettings.NONE)));
                entries(records, revision, leases);
            }
        }
        if (records.isEmpty() || random.nextInt(15) == 0) {
            records.add(new BackupRecord.Space(Namespace.DEFAULT, NamespaceSettings.NONE));
        }
        return records;
    }

    private void entries(List<BackupRecord> records, long revision, int leases) {
        var keys = new TreeSet<Key>();
        for (int left = random.nextInt(4); left > 0; left--) {
            keys.add(operations.key());
        }
        for (var key : keys) {
            long written = 1 + random.nextLong(revision + (random.nextInt(20) == 0 ? 1 : 0));
            records.add(new BackupRecord.Stored(new Entry(
                    key,
                    operations.value(),
                    written,
                    written,
                    1,
                    new Author("", "alice"),
                    random.nextInt(400),
                    lifetime(leases),
                    operations.tags())));
        }
    }

    private Lifetime lifetime(int leases) {
        return switch (random.nextInt(4)) {
            case 0 -> Lifetime.until(BACKUP_MILLIS + random.nextInt(12));
            case 1 -> leases == 0 ? Lifetime.FOREVER : Lifetime.ofLease(5L + random.nextInt(leases));
            default -> Lifetime.FOREVER;
        };
    }

    private static BackupTotals totals(List<BackupRecord> records) {
        var tally = BackupTally.NOTHING;
        try {
            for (var record : records) {
                tally = tally.with(record);
            }
        } catch (FormatException e) {
            return BackupTotals.NONE;
        }
        return tally.totals();
    }
}
