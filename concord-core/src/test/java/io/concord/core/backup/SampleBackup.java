package io.concord.core.backup;

import io.concord.core.Samples;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A small backup with a record of each kind. */
public final class SampleBackup {
    public static final BackupHeader HEADER =
            new BackupHeader("cluster-id", "orders", "n1", "1.2.3", 1_767_225_600_000L, 9, 5_000);

    private SampleBackup() {}

    public static List<BackupRecord> records() {
        var records = new ArrayList<>(recordsWithoutRules());
        records.addAll(
                3,
                List.of(new BackupRecord.Rule(Samples.rule("others")), new BackupRecord.Rule(Samples.rule("tenants"))));
        return records;
    }

    /** Those of version 1. */
    public static List<BackupRecord> recordsWithoutRules() {
        return List.of(
                new BackupRecord.Lease(3, 30_000, 20_000, Samples.ALICE),
                new BackupRecord.Revocation(TokenSelector.ofId("https://idp", "t-1"), BackupRecord.Revocation.FOREVER),
                new BackupRecord.Revocation(new TokenSelector("https://idp", "", "bob", 5_000), 60_000),
                new BackupRecord.Space(Samples.CONFIG, new NamespaceSettings(60_000, 1_000, 1L << 33)),
                new BackupRecord.Stored(Samples.entry("leased", "1", 2, 9, Lifetime.ofLease(3))),
                new BackupRecord.Space(Namespace.DEFAULT, NamespaceSettings.NONE),
                new BackupRecord.Stored(new Entry(
                        new Key("a"),
                        Samples.text("x"),
                        1,
                        1,
                        1,
                        Samples.ALICE,
                        0,
                        Lifetime.FOREVER,
                        Tags.of("team:a", "\u00e9"))),
                new BackupRecord.Stored(Samples.entry("\ud83d\ude00", "", 5, 7, Lifetime.until(60_000))));
    }

    public static BackupTotals totals() {
        return totals(records());
    }

    public static BackupTotals totals(List<BackupRecord> records) {
        var tally = BackupTally.NOTHING;
        for (var record : records) {
            tally = tally.with(record);
        }
        return tally.totals();
    }

    public static byte[] file() {
        try {
            var out = new ByteArrayOutputStream();
            var writer = BackupWriter.begin(out, HEADER);
            for (var record : records()) {
                writer.write(record);
            }
            writer.finish();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
