package io.concord.core.command;

import static io.concord.core.Samples.CONFIG;
import static io.concord.core.Samples.at;
import static io.concord.core.Samples.text;

import io.concord.core.Samples;
import io.concord.core.access.Grant;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Verb;
import io.concord.core.backup.SampleBackup;
import io.concord.core.model.Comparison;
import io.concord.core.model.Comparison.Field;
import io.concord.core.model.Comparison.Relation;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.Token;
import io.concord.core.model.TokenSelector;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A command with each thing that a command may say, by the name of its golden file. */
final class SampleCommands {
    private static final EntryName NAME = new EntryName(CONFIG, new Key("users/\u00e9\ud83d\ude00"));
    private static final long NEW_YEAR = 1_767_225_600_000L;

    private final Map<String, Command> commands = new TreeMap<>();

    private SampleCommands() {}

    static Map<String, Command> all() {
        var samples = new SampleCommands();
        samples.addPuts();
        samples.addSteps();
        samples.addTransactions();
        samples.addNamespacesAndLeases();
        samples.addTokens();
        samples.addOthers();
        return samples.commands;
    }

    private void addPuts() {
        put("put", Precondition.none(), Expiry.byDefault(), false);
        put("put-absent-never", Precondition.absent(), Expiry.never(), false);
        put("put-present-kept-returning", Precondition.present(), Expiry.kept(), true);
        put("put-kept-or-with-lease", Precondition.none(), Expiry.keptOr(Expiry.withLease(7)), false);
        put("put-revision-in-after", Precondition.revisionIn(3, 1L << 40), Expiry.after(60_000), false);
        put("put-with-lease", Precondition.none(), Expiry.withLease(7), false);
        add("put-tagged", tagged());
    }

    private static Step.Put tagged() {
        return new Step.Put(
                NAME, text("hello"), Precondition.none(), Expiry.byDefault(), false, Tags.of("team:a", "\u00e9"));
    }

    private void addSteps() {
        add("delete", new Step.Delete(NAME, Precondition.none(), false));
        add("delete-present-returning", new Step.Delete(NAME, Precondition.present(), true));
        add("touch", new Step.Touch(NAME, Precondition.revisionIn(9), Expiry.after(1)));
        add("increment", new Step.Increment(NAME, -2, 100, Expiry.kept()));
        add("get", new Step.Get(NAME));
        add("range", new Step.Range(CONFIG, KeyRange.prefix("users/"), 10));
        add("range-bounded", new Step.Range(CONFIG, new KeyRange("", new Key("a"), new Key("b")), 10_000));
        add("delete-range", new Step.DeleteRange(CONFIG, KeyRange.ALL, false));
        add("delete-range-from-quiet", new Step.DeleteRange(CONFIG, new KeyRange("u", new Key("users/"), null), true));
        add("delete-tagged", new Step.DeleteTagged(new Tag("team:a"), Optional.empty(), false));
        add("delete-tagged-in-quiet", new Step.DeleteTagged(new Tag("\u00e9"), Optional.of(CONFIG), true));
        add(
                "transaction-tagged",
                new Operation.Transaction(
                        List.of(),
                        List.of(tagged(), new Step.DeleteTagged(new Tag("team:a"), Optional.empty(), false)),
                        List.of()));
    }

    private void addTransactions() {
        add("transaction-empty", new Operation.Transaction(List.of(), List.of(), List.of()));
        add("transaction", new Operation.Transaction(comparisons(), branch(), List.of(new Step.Get(at("a")))));
    }

    private static List<Comparison> comparisons() {
        var comparisons = new ArrayList<Comparison>();
        comparisons.add(new Comparison.Exists(at("a"), true));
        comparisons.add(new Comparison.Exists(at("b"), false));
        for (var field : Field.values()) {
            comparisons.add(new Comparison.Numeric(at("a"), field, Relation.EQUAL, 5));
        }
        for (var relation : Relation.values()) {
            comparisons.add(new Comparison.Numeric(at("a"), Field.VERSION, relation, -1));
            comparisons.add(new Comparison.Content(at("a"), relation, text("x")));
        }
        return comparisons;
    }

    private static List<Step> branch() {
        return List.of(
                new Step.Put(at("a"), text("1"), Precondition.none(), Expiry.byDefault(), false),
                new Step.Delete(at("b"), Precondition.none(), false),
                new Step.Touch(at("c"), Precondition.none(), Expiry.never()),
                new Step.Increment(at("d"), 1, 0, Expiry.byDefault()),
                new Step.Range(Namespace.DEFAULT, KeyRange.ALL, 1),
                new Step.DeleteRange(Namespace.DEFAULT, KeyRange.prefix("tmp/"), false));
    }

    private void addNamespacesAndLeases() {
        var settings = new NamespaceSettings(60_000, 1_000, 1L << 33);
        add("create-namespace", new Operation.CreateNamespace(CONFIG, Optional.empty(), false));
        add("create-namespace-new", new Operation.CreateNamespace(CONFIG, Optional.of(settings), true));
        add("destroy-namespace", new Operation.DestroyNamespace(CONFIG));
        add("grant-lease", new Operation.GrantLease(30_000));
        add("keep-lease", new Operation.KeepLease(7));
        add("revoke-lease", new Operation.RevokeLease(7));
        add("revoke-token", new Operation.RevokeTokens(TokenSelector.ofId("https://idp", "t-1"), NEW_YEAR + 1));
        add("revoke-subject", new Operation.RevokeTokens(new TokenSelector("https://idp", "", "alice", NEW_YEAR), 0));
        add("lift-revocation", new Operation.LiftRevocation(7));
        add("put-rule", new Operation.PutRule(Samples.rule("tenants"), Precondition.none()));
        add("put-rule-changed", new Operation.PutRule(Samples.rule("tenants"), Precondition.revisionIn(7)));
        add("delete-rule", new Operation.DeleteRule("tenants", Precondition.present()));
        add("begin-restore", new Operation.BeginRestore(9, 5_000, true));
        var withoutRules = SampleBackup.recordsWithoutRules();
        add("restore-part", new Operation.RestorePart(7, 3, withoutRules));
        add("restore-part-rules", new Operation.RestorePart(7, 3, SampleBackup.records()));
        add("finish-restore", new Operation.FinishRestore(7, SampleBackup.totals(withoutRules)));
        add("finish-restore-rules", new Operation.FinishRestore(7, SampleBackup.totals()));
        add("abort-restore", new Operation.AbortRestore(7));
    }

    private void addTokens() {
        var groups = List.of("concord-reader", "\u00e9quipe");
        add("record-token", new Operation.RecordToken(new TokenId("a1"), new TokenBearer("build 7", groups), 3_600));
        add("record-token-bare", new Operation.RecordToken(new TokenId("a2"), new TokenBearer("\u00e9", List.of()), 1));
        var grant = new Grant(
                new NamespacePattern("config"), new KeyPattern("flags/**"), EnumSet.of(Verb.READ, Verb.WATCH));
        add(
                "record-token-granted",
                new Operation.RecordToken(
                        new TokenId("a3"),
                        new TokenBearer("ci", List.of(), List.of(grant, Grant.everywhere(EnumSet.allOf(Verb.class)))),
                        60));
        add("revoke-own-token", new Operation.RevokeIssuedToken(new TokenId("a1")));
        add("add-signing-key", new Operation.AddSigningKey(new TokenId("k1"), "MFkw", "c2VhbGVk", Optional.empty()));
        add(
                "add-signing-key-replacing",
                new Operation.AddSigningKey(new TokenId("k2"), "MFkw", "c2VhbGVk", Optional.of(new TokenId("k1"))));
        add("remove-signing-key", new Operation.RemoveSigningKey(new TokenId("k1")));
    }

    private void addOthers() {
        var get = new Step.Get(at("a"));
        var origin = new Origin(Samples.ALICE, Samples.origin("r-1", 0).requestId(), NEW_YEAR, 5_000);
        commands.put("command-v4-deadline", new Command.Write(origin, 15_000, get));
        var token = Optional.of(new Token("t-1", NEW_YEAR - 1));
        commands.put(
                "command-v4-token",
                new Command.Write(
                        new Origin(Samples.ALICE, token, origin.requestId(), NEW_YEAR, 5_000),
                        Command.Write.NO_DEADLINE,
                        get));
        commands.put("command-v4-rules", new Command.Write(origin.by(7), Command.Write.NO_DEADLINE, get));
        commands.put(
                "command-v4-lease-rights",
                new Command.Write(
                        new Origin(
                                Samples.ALICE,
                                token,
                                origin.requestId(),
                                NEW_YEAR,
                                5_000,
                                new LeaseRights(true, 1_000)),
                        Command.Write.NO_DEADLINE,
                        new Operation.GrantLease(30_000)));
        commands.put("command-v4-tick", new Command.Tick(NEW_YEAR));
        commands.put(
                "command-v4-batch",
                new Command.Batch(List.of(
                        Samples.put("r-1", NEW_YEAR, "a", "1"),
                        Samples.delete("r-2", NEW_YEAR + 1, "b"),
                        new Command.Write(origin, 15_000, get))));
    }

    private void put(String name, Precondition precondition, Expiry expiry, boolean returning) {
        add(name, new Step.Put(NAME, text("hello"), precondition, expiry, returning));
    }

    private void add(String name, Operation operation) {
        commands.put("command-v4-" + name, Samples.write("r-1", NEW_YEAR, operation));
    }
}
