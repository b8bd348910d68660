package io.concord.core.command;

import io.concord.core.Samples;
import io.concord.core.backup.SampleBackup;
import io.concord.core.model.Entry;
import io.concord.core.model.Key;
import io.concord.core.model.Lifetime;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Tags;
import io.concord.core.token.TokenId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A reply of each kind, by the name of its golden file. */
final class SampleReplies {
    private static final Entry FOREVER = Samples.entry("a", "hello", 5, 7, Lifetime.FOREVER);
    private static final Entry EXPIRING = Samples.entry("b", "", 6, 6, Lifetime.until(60_000));
    private static final Entry TAGGED = new Entry(
            new Key("a"), Samples.text("x"), 1, 1, 1, Samples.ALICE, 0, Lifetime.FOREVER, Tags.of("team:a", "\u00e9"));
    private static final Entry LEASED = Samples.entry("\ud83d\ude00", "x", 1, 1, Lifetime.ofLease(3));

    private final Map<String, Reply> replies = new TreeMap<>();

    private SampleReplies() {}

    static Map<String, Reply> all() {
        var samples = new SampleReplies();
        samples.addSteps();
        samples.addOthers();
        samples.addRefusals();
        samples.addQuotas();
        return samples.replies;
    }

    private void addSteps() {
        add("written", new Outcome.Written(7, 5, 2, Optional.empty()));
        add("written-previous", new Outcome.Written(8, 5, 3, Optional.of(FOREVER)));
        replies.put("reply-v2-written-replayed", new Reply(new Outcome.Written(7, 5, 2, Optional.empty()), true));
        add("deleted", new Outcome.Deleted(8, true, Optional.empty()));
        add("deleted-nothing", new Outcome.Deleted(8, false, Optional.empty()));
        add("deleted-previous", new Outcome.Deleted(8, true, Optional.of(LEASED)));
        add("touched", new Outcome.Touched(8, true));
        add("touched-nothing", new Outcome.Touched(8, false));
        add("incremented", new Outcome.Incremented(8, 5, 3, -42));
        add("found", new Outcome.Found(8, Optional.of(EXPIRING)));
        add("found-tagged", new Outcome.Found(8, Optional.of(TAGGED)));
        add("found-nothing", new Outcome.Found(8, Optional.empty()));
        add("listed", new Outcome.Listed(8, List.of(FOREVER, EXPIRING, LEASED), true));
        add("listed-nothing", new Outcome.Listed(8, List.of(), false));
        add("range-deleted", new Outcome.RangeDeleted(8, 1L << 32));
    }

    private void addOthers() {
        var written = new Outcome.Written(7, 5, 2, Optional.empty());
        var executed = new Outcome.Executed(7, true, List.of(written, new Outcome.Found(7, Optional.of(FOREVER))));
        add("executed", executed);
        add("executed-else", new Outcome.Executed(7, false, List.of()));
        add("namespace-ready", new Outcome.NamespaceReady(8, true, new NamespaceSettings(60_000, 1_000, 1L << 33)));
        add("namespace-joined", new Outcome.NamespaceReady(8, false, NamespaceSettings.NONE));
        add("namespace-destroyed", new Outcome.NamespaceDestroyed(9, true, 3));
        add("lease-alive", new Outcome.LeaseAlive(8, 7, 30_000));
        add("lease-revoked", new Outcome.LeaseRevoked(9, 2));
        add("tokens-revoked", new Outcome.TokensRevoked(9, 7));
        add("restore-under-way", new Outcome.RestoreUnderWay(9, 7, 3));
        var withoutRules = SampleBackup.totals(SampleBackup.recordsWithoutRules());
        add("restored", new Outcome.Restored(9, withoutRules, 2, 0));
        add("restored-rules", new Outcome.Restored(9, SampleBackup.totals(), 2, 0));
        add("restored-rules-left-out", new Outcome.Restored(9, SampleBackup.totals(), 2, 2));
        add("restore-aborted", new Outcome.RestoreAborted(9, true));
        add("revocation-lifted", new Outcome.RevocationLifted(9, true));
        add("rule-put", new Outcome.RulePut(9, 7, true));
        add("rule-deleted", new Outcome.RuleDeleted(9, 7, false));
        add("token-recorded", new Outcome.TokenRecorded(9, new TokenId("a1"), new TokenId("k1"), 1_000, 61_000));
        add("signing-key-added", new Outcome.SigningKeyAdded(9, new TokenId("k1")));
        add("signing-key-removed", new Outcome.SigningKeyRemoved(9, true));
        add("ticked", new Outcome.Ticked(9, false));
        add("ticked-more", new Outcome.Ticked(9, true));
        var refused = new Refusal.LeaseMissing(7, 3);
        add(
                "batched",
                new Outcome.Batched(
                        7, List.of(new Reply(executed, false), new Reply(refused, false), new Reply(written, true))));
    }

    private void addRefusals() {
        var failed = new Refusal.PreconditionFailed(9, 7, Optional.of(FOREVER));
        add("precondition-failed", new Refusal.PreconditionFailed(9, 4, Optional.empty()));
        add("precondition-failed-current", failed);
        add("namespace-missing", new Refusal.NamespaceMissing(9, Samples.CONFIG));
        add("namespace-exists", new Refusal.NamespaceExists(9, Samples.CONFIG));
        add("lease-missing", new Refusal.LeaseMissing(9, 7));
        add("not-a-number", new Refusal.NotANumber(9, 4));
        add("step-refused", new Refusal.StepRefused(9, true, 2, failed));
        add("step-refused-else", new Refusal.StepRefused(9, false, 0, new Refusal.LeaseMissing(9, 7)));
        add("restore-missing", new Refusal.RestoreMissing(9, 7));
        add("restore-occupied", new Refusal.RestoreOccupied(9, 7));
        add("store-not-empty", new Refusal.StoreNotEmpty(9, 3, 2));
        for (var defect : Refusal.RestoreDefect.values()) {
            add(
                    "restore-invalid-" + defect.name().toLowerCase(Locale.ROOT),
                    new Refusal.RestoreInvalid(9, 7, defect, 3));
        }
        add("deadline-passed", new Refusal.DeadlinePassed(9));
        add("request-id-reused", new Refusal.RequestIdReused(9));
        add("request-forgotten", new Refusal.RequestForgotten(9));
        add("token-revoked", new Refusal.TokenRevoked(9));
        add("rules-changed", new Refusal.RulesChanged(9, 7));
        add("token-missing", new Refusal.TokenMissing(9, new TokenId("a1")));
        add("token-exists", new Refusal.TokenExists(9, new TokenId("a1")));
        add("signing-key-changed", new Refusal.SigningKeyChanged(9, Optional.of(new TokenId("k1"))));
        add("signing-key-absent", new Refusal.SigningKeyChanged(9, Optional.empty()));
    }

    private void addQuotas() {
        for (var quota : Refusal.Quota.values()) {
            add(
                    "quota-" + quota.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    new Refusal.QuotaExceeded(9, quota, 1_000));
        }
    }

    private void add(String name, Outcome outcome) {
        replies.put("reply-v2-" + name, new Reply(outcome, false));
    }
}
