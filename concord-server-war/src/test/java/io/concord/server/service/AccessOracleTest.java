package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.access.Grant;
import io.concord.core.access.Grantee;
import io.concord.core.access.Identity;
import io.concord.core.access.KeyPattern;
import io.concord.core.access.NamespacePattern;
import io.concord.core.access.Need;
import io.concord.core.access.Rule;
import io.concord.core.access.Verb;
import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Origin;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.batch.BatchChange;
import io.concord.core.protocol.batch.BatchOperation;
import io.concord.core.protocol.batch.BatchOutcome;
import io.concord.core.protocol.batch.BatchRequest;
import io.concord.server.service.watch.CutReason;
import io.concord.server.service.watch.EventType;
import io.concord.server.service.watch.Selection;
import io.concord.server.service.watch.WatchFilter;
import io.concord.server.service.watch.WatchHub;
import io.concord.server.service.watch.WatchMeter;
import io.concord.server.service.watch.WatchRequest;
import io.concord.server.service.watch.WatchService;
import io.concord.server.service.watch.WatchSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * For any rules, identity and operation the services say what a naive filter says; and a refusal says the same whatever is in
 * the store. A function of the seed: {@code -Daccess.seed=}, {@code -Daccess.triples=}.
 */
class AccessOracleTest {
    private static final long SEED = Long.getLong("access.seed", 20261130);
    private static final int TRIPLES = Integer.getInteger("access.triples", 120_000);

    private static final Namespace[] NAMESPACES = {
        Namespace.DEFAULT, new Namespace("shop"), new Namespace("bank"), new Namespace("nowhere")
    };
    private static final Namespace UNNAMED = new Namespace("nobody names it");
    private static final String[] KEYS = {"a", "b", "c", "ab", "ac", "a/", "a/b", "b/a", "b/c", "/", "abc", "b/a/"};
    private static final String[] PATTERNS = {
        "**",
        "a**",
        "a**",
        "b**",
        "c**",
        "/**",
        "ab**",
        "ac**",
        "a/**",
        "b/**",
        "a",
        "b",
        "c",
        "ab",
        "a/b",
        "{claim:t}/**",
        "b/{claim:t}",
        "{claim:t}",
        "b/{claim:t}/**",
        "{claim:t}/{claim:u}"
    };
    private static final Verb[] VERBS = Verb.values();
    private static final String[] VALUES = {"a", "b", "c", "", "a/b", "**", "{claim:u}"};
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Value VALUE = Value.of(new byte[] {'7'}, "text/plain");

    private final Random random = new Random(SEED);
    private final Side full = new Side(true);
    private final Side empty = new Side(false);
    private List<Rule> rules = List.of();
    private final Map<String, int[]> counts = new TreeMap<>();
    private long requests;

    /** A store with its services. */
    private static final class Side {
        final MemoryLog log = new MemoryLog();
        final StoreService store = new StoreService(
                log, Clock.systemUTC(), new StoreLimits(1_000, 100, 10_000), new MemoryGuard(() -> 0, () -> 1_000));
        final BatchService batches = new BatchService(log, store, new BatchLimits(100, 100_000));
        final RuleService explained = new RuleService(log, store);
        final WatchHub hub;
        final WatchService watches;

        Side(boolean filled) {
            hub = new WatchHub(log::localView, new WatchSettings(1, 0, WAIT), new NoMeter(), Clock.systemUTC());
            watches = new WatchService(log, hub, new NoMeter(), Clock.systemUTC(), store.access());
            if (filled) {
                fill();
            }
        }

        void fill() {
            var admin = new Author("", "root");
            for (var namespace : List.of(NAMESPACES[1], NAMESPACES[2])) {
                apply(admin, new Operation.CreateNamespace(namespace, Optional.empty(), false));
            }
            for (var namespace : List.of(NAMESPACES[0], NAMESPACES[1], NAMESPACES[2])) {
                for (var key : KEYS) {
                    apply(
                            admin,
                            new Step.Put(
                                    new EntryName(namespace, new Key(key)),
                                    VALUE,
                                    Precondition.none(),
                                    Expiry.never(),
                                    false,
                                    Tags.of("t")));
                }
            }
        }

        void apply(Author author, Operation operation) {
            var origin = new Origin(
                    author,
                    Optional.empty(),
                    new RequestId("s" + log.appended().size()),
                    1,
                    MemoryLog.TIME_MILLIS,
                    log.localView().rules().revision());
            log.append(new Command.Write(origin, Command.Write.NO_DEADLINE, operation), Deadline.in(WAIT));
        }
    }

    /** One operation: what a filter says of it, and how a side is asked for it. */
    private record Question(String kind, BooleanSupplier allowed, Asking asking) {}

    private interface Asking {
        /** Null where it was not refused, or the refusal. */
        @Nullable String of(Side side);
    }

    @Test
    void the_services_say_what_a_naive_filter_says() {
        int triples = 0;
        while (triples < TRIPLES) {
            changeRules();
            for (int identities = 0; identities < 4; identities++) {
                var identity = identity();
                var naive = new NaiveAccess(rules, identity);
                var caller = new Caller(identity, Optional.empty(), Optional.empty());
                for (int i = 0; i < 60; i++, triples++) {
                    ask(question(caller, naive), identity);
                }
                triples += batch(caller, naive, identity);
            }
        }
        assertThat(triples).isGreaterThanOrEqualTo(TRIPLES);
        counts.forEach((kind, count) -> assertThat(count).as(kind).doesNotContain(0));
        assertThat(counts).hasSizeGreaterThan(35);
    }

    private void ask(Question question, Identity identity) {
        var refused = question.asking().of(full);
        check(question.kind(), question.allowed().getAsBoolean(), refused, identity);
        if (refused != null) {
            assertThat(question.asking().of(empty))
                    .as("%s by %s", question.kind(), identity)
                    .isEqualTo(refused);
        }
    }

    private void check(String kind, boolean allowed, @Nullable String refused, Identity identity) {
        assertThat(refused == null)
                .as("%s by %s with %s (seed %d)", kind, identity, rules, SEED)
                .isEqualTo(allowed);
        counts.computeIfAbsent(kind.replaceAll(" .*", ""), none -> new int[2])[allowed ? 1 : 0]++;
    }

    private void changeRules() {
        var more = new ArrayList<Rule>();
        if (random.nextInt(12) > 0) {
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                more.add(rule("r" + n));
            }
        }
        for (var side : List.of(full, empty)) {
            var root = new Author("", "root");
            rules.forEach(rule -> side.apply(root, new Operation.DeleteRule(rule.name(), Precondition.none())));
            more.forEach(rule -> side.apply(root, new Operation.PutRule(rule, Precondition.none())));
            assertThat(side.log.localView().rules().size()).isEqualTo(more.size());
        }
        rules = more;
    }

    private Rule rule(String name) {
        var grantees = new HashSet<Grantee>();
        for (int n = 1 + random.nextInt(2); n > 0; n--) {
            grantees.add(
                    switch (random.nextInt(6)) {
                        case 0 -> Grantee.Anybody.INSTANCE;
                        case 1 -> new Grantee.Subject("", pick("alice", "bob"));
                        case 2 -> new Grantee.Subject("idp", pick("alice", "bob"));
                        default -> new Grantee.Group(pick("staff", "guests", "concord-writer"));
                    });
        }
        return new Rule(name, List.copyOf(grantees), grants(1 + random.nextInt(5)));
    }

    private List<Grant> grants(int count) {
        var grants = new ArrayList<Grant>();
        for (int n = count; n > 0; n--) {
            var verbs = EnumSet.noneOf(Verb.class);
            for (var verb : Verb.values()) {
                if (random.nextInt(verb == Verb.ADMIN ? 10 : 2) == 0) {
                    verbs.add(verb);
                }
            }
            if (verbs.isEmpty()) {
                verbs.add(Verb.READ);
            }
            grants.add(new Grant(
                    new NamespacePattern(
                            random.nextInt(3) == 0 ? "*" : namespace().name()),
                    new KeyPattern(pick(PATTERNS)),
                    verbs));
        }
        return grants;
    }

    private Identity identity() {
        var groups = new HashSet<String>();
        for (var group : List.of("staff", "guests", "concord-reader", "concord-writer")) {
            if (random.nextInt(3) == 0) {
                groups.add(group);
            }
        }
        if (random.nextInt(25) == 0) {
            groups.add("concord-admin");
        }
        var claims = new HashMap<String, String>();
        for (var claim : List.of("t", "u")) {
            if (random.nextInt(5) > 0) {
                claims.put(claim, pick(VALUES));
            }
        }
        return new Identity(
                new Author(pick("idp", "other"), pick("alice", "bob", "carol")),
                groups,
                claims,
                random.nextInt(6) == 0 ? grants(2) : List.of());
    }

    /** Of what is no batch. */
    private Question question(Caller caller, NaiveAccess naive) {
        return switch (random.nextInt(8)) {
            case 0 -> read(caller, naive);
            case 1 -> watch(caller, naive);
            case 2 -> explained(caller, naive);
            case 3, 4 -> transaction(caller, naive);
            default -> write(caller, naive);
        };
    }

    private Question read(Caller caller, NaiveAccess naive) {
        boolean stale = random.nextBoolean();
        var namespace = namespace();
        var key = key();
        var keys = keys();
        int kind = random.nextInt(4);
        var need = switch (kind) {
            case 0 -> Need.of(Verb.READ, new EntryName(namespace, key));
            case 1 -> Need.of(Verb.READ, namespace, keys);
            case 2 -> Need.whole(Verb.READ, namespace);
            default -> Need.everything(Verb.READ);
        };
        BooleanSupplier allowed = switch (kind) {
            case 0 -> () -> naive.mayOne(Verb.READ, namespace, key.text());
            case 1 -> () -> naive.mayAll(Verb.READ, namespace, keys::contains);
            case 2 -> () -> naive.mayAll(Verb.READ, namespace, any -> true);
            default -> () -> everything(naive, Verb.READ);
        };
        return new Question(
                "read-" + kind,
                allowed,
                side -> refusal(() -> {
                    if (stale) {
                        side.store.readStale(caller, List.of(need));
                    } else {
                        side.store
                                .read(caller, List.of(need), Deadline.in(WAIT))
                                .toCompletableFuture()
                                .join();
                    }
                }));
    }

    private Question watch(Caller caller, NaiveAccess naive) {
        var namespace = namespace();
        boolean previous = random.nextInt(3) == 0;
        boolean one = random.nextBoolean();
        var key = key();
        var prefix = random.nextInt(4) == 0 ? "" : key.text();
        var filter = new WatchFilter(
                namespace,
                one ? new Selection.OneKey(key) : new Selection.WithPrefix(prefix),
                EnumSet.allOf(EventType.class));
        var from = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(1);
        var verbs = previous ? List.of(Verb.WATCH, Verb.READ) : List.of(Verb.WATCH);
        BooleanSupplier allowed = () -> verbs.stream()
                .allMatch(verb -> one
                        ? naive.mayOne(verb, namespace, key.text())
                        : naive.mayAll(verb, namespace, any -> any.text().startsWith(prefix)));
        return new Question(
                "watch-" + (one ? "key" : "prefix"),
                allowed,
                side -> refusal(() -> side.watches
                        .watch(
                                caller,
                                caller.author(),
                                new WatchRequest(filter, previous, from),
                                Deadline.in(WAIT),
                                () -> {
                                    // So far and no further: whoever comes here may watch.
                                    throw new RequestFailure(ErrorCode.CONFLICT, "it may begin");
                                })
                        .toCompletableFuture()
                        .join()));
    }

    private Question explained(Caller caller, NaiveAccess naive) {
        var verb = pick(VERBS);
        var namespace = namespace();
        var keys = keys();
        var need = Need.of(verb, namespace, keys);
        return new Question("explain", () -> naive.mayAll(verb, namespace, keys::contains), side -> {
            var decision = side.explained
                    .explain(caller, Optional.empty(), need, Deadline.in(WAIT))
                    .toCompletableFuture()
                    .join();
            assertThat(decision.firstGap().isPresent() && decision.allowed()).isFalse();
            assertThat(decision.allowed() && decision.grants().isEmpty()).isFalse();
            return decision.allowed() ? null : "refused";
        });
    }

    private Question transaction(Caller caller, NaiveAccess naive) {
        var compared = random.nextBoolean() ? List.of(at()) : List.<EntryName>of();
        var then = steps();
        var otherwise = random.nextBoolean() ? steps() : new ArrayList<Kind>();
        var transaction = new Operation.Transaction(
                compared.stream()
                        .map(at -> (Comparison) new Comparison.Exists(at, true))
                        .toList(),
                then.stream().map(kind -> (Step) kind.operation()).toList(),
                otherwise.stream().map(kind -> (Step) kind.operation()).toList());
        boolean dry = random.nextInt(3) == 0;
        boolean nothing = compared.isEmpty() && then.isEmpty() && otherwise.isEmpty();
        BooleanSupplier allowed = () -> (!nothing || anything(naive, Verb.READ))
                && compared.stream()
                        .allMatch(at ->
                                naive.mayOne(Verb.READ, at.namespace(), at.key().text()))
                && Stream.concat(then.stream(), otherwise.stream()).allMatch(kind -> kind.allowed(naive, dry));
        return new Question(
                dry ? "dry-run" : "transaction",
                allowed,
                side -> refusal(() -> {
                    if (dry) {
                        side.store
                                .evaluate(caller, transaction, Deadline.in(WAIT))
                                .toCompletableFuture()
                                .join();
                    } else {
                        side.store
                                .write(context(caller), transaction)
                                .toCompletableFuture()
                                .join();
                    }
                }));
    }

    private List<Kind> steps() {
        var steps = new ArrayList<Kind>();
        var written = new HashSet<EntryName>();
        for (int n = random.nextInt(3); n > 0; n--) {
            var kind = kind(random.nextInt(STEPS));
            if (((Step) kind.operation()).written().map(written::add).orElse(true)) {
                steps.add(kind);
            }
        }
        return steps;
    }

    private Question write(Caller caller, NaiveAccess naive) {
        var kind = kind(random.nextInt(KINDS));
        return new Question(
                kind.name(),
                () -> kind.allowed(naive, false),
                side -> refusal(() -> side.store
                        .write(context(caller), kind.operation())
                        .toCompletableFuture()
                        .join()));
    }

    private static final int STEPS = 12;
    private static final int KINDS = 22;

    /** An operation and what it needs, said by hand. */
    private record Kind(String name, Operation operation, List<Required> required) {
        /** @param dry whether it is only asked what would come of it */
        boolean allowed(NaiveAccess naive, boolean dry) {
            return required.stream().allMatch(one -> one.test().of(naive, dry ? Verb.READ : one.verb()));
        }
    }

    private record Required(Verb verb, ByVerb test) {}

    private interface ByVerb {
        boolean of(NaiveAccess naive, Verb verb);
    }

    private Kind kind(int number) {
        var at = at();
        var keys = keys();
        var namespace = namespace();
        var write = one(Verb.WRITE, at);
        var read = one(Verb.READ, at);
        var delete = one(Verb.DELETE, at);
        return switch (number) {
            case 0 -> new Kind("put", put(at, Precondition.none(), false), List.of(write));
            case 1 -> new Kind("put-if", put(at, Precondition.absent(), false), List.of(write, read));
            case 2 -> new Kind("put-returning", put(at, Precondition.none(), true), List.of(write, read));
            case 3 -> new Kind("delete", new Step.Delete(at, Precondition.none(), false), List.of(delete));
            case 4 ->
                new Kind("delete-if", new Step.Delete(at, Precondition.revisionIn(1), false), List.of(delete, read));
            case 5 ->
                new Kind("delete-returning", new Step.Delete(at, Precondition.none(), true), List.of(delete, read));
            case 6 -> new Kind("touch", new Step.Touch(at, Precondition.none(), Expiry.never()), List.of(write));
            case 7 ->
                new Kind("touch-if", new Step.Touch(at, Precondition.present(), Expiry.never()), List.of(write, read));
            case 8 -> new Kind("increment", new Step.Increment(at, 1, 0, Expiry.never()), List.of(write, read));
            case 9 -> new Kind("get", new Step.Get(at), List.of(read));
            case 10 ->
                new Kind("range", new Step.Range(namespace, keys, 5), List.of(range(Verb.READ, namespace, keys)));
            case 11 ->
                new Kind(
                        "delete-range",
                        new Step.DeleteRange(namespace, keys, false),
                        List.of(range(Verb.DELETE, namespace, keys)));
            case 12 ->
                new Kind(
                        "delete-tagged-in",
                        new Step.DeleteTagged(new Tag("x"), Optional.of(namespace), false),
                        List.of(range(Verb.DELETE, namespace, KeyRange.ALL)));
            case 13 ->
                new Kind(
                        "delete-tagged",
                        new Step.DeleteTagged(new Tag("x"), Optional.empty(), false),
                        List.of(everything(Verb.DELETE)));
            case 14 ->
                new Kind(
                        "join",
                        new Operation.CreateNamespace(NAMESPACES[1], Optional.empty(), random.nextBoolean()),
                        List.of(new Required(Verb.WRITE, (naive, verb) -> naive.maySome(verb, NAMESPACES[1]))));
            case 15 ->
                new Kind(
                        "create",
                        new Operation.CreateNamespace(NAMESPACES[1], Optional.of(NamespaceSettings.NONE), false),
                        List.of(range(Verb.WRITE, NAMESPACES[1], KeyRange.ALL)));
            case 16 ->
                new Kind(
                        "destroy",
                        new Operation.DestroyNamespace(NAMESPACES[3]),
                        List.of(
                                range(Verb.WRITE, NAMESPACES[3], KeyRange.ALL),
                                range(Verb.DELETE, NAMESPACES[3], KeyRange.ALL)));
            case 17 -> new Kind("grant-lease", new Operation.GrantLease(1_000), List.of(anything(Verb.WRITE)));
            case 18 -> new Kind("keep-lease", new Operation.KeepLease(1), List.of(anything(Verb.WRITE)));
            case 19 -> new Kind("revoke-lease", new Operation.RevokeLease(9_999_999), List.of(anything(Verb.WRITE)));
            case 20 ->
                new Kind(
                        "revoke-tokens",
                        random.nextBoolean()
                                ? new Operation.LiftRevocation(1)
                                : new Operation.RevokeTokens(TokenSelector.ofId("idp", "x"), 0),
                        List.of(everything(Verb.ADMIN)));
            default ->
                new Kind(
                        "delete-rule",
                        new Operation.DeleteRule("nobody-knows-it", Precondition.none()),
                        List.of(everything(Verb.ADMIN)));
        };
    }

    /** A batch of many, each decided by itself; returns how many. */
    private int batch(Caller caller, NaiveAccess naive, Identity identity) {
        var operations = new ArrayList<BatchOperation>();
        var kinds = new ArrayList<Kind>();
        for (int i = 0; i < 30; i++) {
            var kind = batched(operations);
            kinds.add(kind);
        }
        var response = full.batches
                .execute(caller, new BatchRequest(operations), Deadline.in(WAIT))
                .toCompletableFuture()
                .join();
        for (int i = 0; i < kinds.size(); i++) {
            var outcome = response.replies().get(i).outcome();
            var refused = outcome instanceof BatchOutcome.Failed failed
                            && failed.code().equals("forbidden")
                    ? failed.detail()
                    : null;
            check(kinds.get(i).name(), kinds.get(i).allowed(naive, false), refused, identity);
        }
        return kinds.size();
    }

    private Kind batched(List<BatchOperation> operations) {
        int number = random.nextInt(20);
        if (number < 5) {
            return batchedRead(number, operations);
        }
        var kind = kind(random.nextInt(20));
        var change = change(kind.operation());
        if (change.isEmpty()) {
            return batchedRead(number % 5, operations);
        }
        operations.add(new BatchOperation.Write(
                new RequestId("b" + ++requests), BatchOperation.Write.FIRST_UNKNOWN, change.get()));
        return new Kind("batch-" + kind.name(), kind.operation(), kind.required());
    }

    private Kind batchedRead(int number, List<BatchOperation> operations) {
        var at = at();
        var keys = keys();
        boolean stale = random.nextBoolean();
        var nothing = new Step.Get(at);
        var read = one(Verb.READ, at);
        switch (number) {
            case 0 -> operations.add(new BatchOperation.Get(at, stale));
            case 1 -> operations.add(new BatchOperation.GetIfChanged(at, 1));
            case 2 -> operations.add(new BatchOperation.Contains(at, stale));
            case 3 -> {
                operations.add(new BatchOperation.Scan(at.namespace(), keys, at.key(), 5, random.nextBoolean(), stale));
                return new Kind("batch-scan", nothing, List.of(range(Verb.READ, at.namespace(), keys)));
            }
            default -> {
                operations.add(new BatchOperation.Write(
                        new RequestId("b" + ++requests),
                        BatchOperation.Write.FIRST_UNKNOWN,
                        new BatchChange.GetAndTouch(at, Expiry.never())));
                return new Kind("batch-get-and-touch", nothing, List.of(read, one(Verb.WRITE, at)));
            }
        }
        return new Kind("batch-read-" + number, nothing, List.of(read));
    }

    private static Optional<BatchChange> change(Operation operation) {
        if (operation instanceof Step.Put put) {
            return Optional.of(new BatchChange.Put(
                    put.at(), put.value(), put.precondition(), put.expiry(), put.returning(), put.tags()));
        }
        if (operation instanceof Step.Delete delete) {
            return Optional.of(new BatchChange.Delete(delete.at(), delete.precondition(), delete.returning()));
        }
        if (operation instanceof Step.Touch touch) {
            return Optional.of(new BatchChange.Touch(touch.at(), touch.precondition(), touch.expiry()));
        }
        if (operation instanceof Step.Increment increment) {
            return Optional.of(new BatchChange.Increment(
                    increment.at(), increment.delta(), increment.initial(), increment.expiry()));
        }
        if (operation instanceof Step.DeleteRange range) {
            return Optional.of(new BatchChange.DeleteRange(range.namespace(), range.keys(), range.quiet()));
        }
        if (operation instanceof Step.DeleteTagged tagged) {
            return Optional.of(new BatchChange.DeleteTagged(tagged.tag(), tagged.namespace(), tagged.quiet()));
        }
        if (operation instanceof Operation.CreateNamespace create) {
            return Optional.of(
                    new BatchChange.CreateNamespace(create.namespace(), create.settings(), create.mustBeNew()));
        }
        if (operation instanceof Operation.DestroyNamespace destroy) {
            return Optional.of(new BatchChange.DestroyNamespace(destroy.namespace()));
        }
        if (operation instanceof Operation.GrantLease grant) {
            return Optional.of(new BatchChange.GrantLease(grant.ttlMillis()));
        }
        if (operation instanceof Operation.KeepLease keep) {
            return Optional.of(new BatchChange.KeepLease(keep.leaseId()));
        }
        return operation instanceof Operation.RevokeLease revoke
                ? Optional.of(new BatchChange.RevokeLease(revoke.leaseId()))
                : Optional.empty();
    }

    private static Step put(EntryName at, Precondition precondition, boolean returning) {
        return new Step.Put(at, VALUE, precondition, Expiry.never(), returning);
    }

    private static Required one(Verb verb, EntryName at) {
        return new Required(
                verb,
                (naive, asked) -> naive.mayOne(asked, at.namespace(), at.key().text()));
    }

    private static Required range(Verb verb, Namespace namespace, KeyRange keys) {
        return new Required(verb, (naive, asked) -> naive.mayAll(asked, namespace, keys::contains));
    }

    private static Required everything(Verb verb) {
        return new Required(verb, AccessOracleTest::everything);
    }

    private static Required anything(Verb verb) {
        return new Required(verb, AccessOracleTest::anything);
    }

    /** Also of a namespace that no rule names. */
    private static boolean everything(NaiveAccess naive, Verb verb) {
        return Stream.concat(Stream.of(NAMESPACES), Stream.of(UNNAMED))
                .allMatch(namespace -> naive.mayAll(verb, namespace, any -> true));
    }

    private static boolean anything(NaiveAccess naive, Verb verb) {
        return Stream.concat(Stream.of(NAMESPACES), Stream.of(UNNAMED))
                .anyMatch(namespace -> naive.maySome(verb, namespace));
    }

    private WriteContext context(Caller caller) {
        return new WriteContext(caller, new RequestId("q" + ++requests), Deadline.in(WAIT));
    }

    /** The words of a refusal by rights; null where there was none. */
    private static @Nullable String refusal(Runnable asking) {
        try {
            asking.run();
            return null;
        } catch (RequestFailure | CompletionException e) {
            var failure = (RequestFailure) Objects.requireNonNull(e instanceof CompletionException ? e.getCause() : e);
            return failure.code() == ErrorCode.FORBIDDEN ? failure.getMessage() : null;
        }
    }

    private EntryName at() {
        return new EntryName(namespace(), key());
    }

    private Namespace namespace() {
        return NAMESPACES[random.nextInt(NAMESPACES.length)];
    }

    private Key key() {
        return new Key(pick(KEYS));
    }

    private KeyRange keys() {
        return switch (random.nextInt(6)) {
            case 0 -> KeyRange.ALL;
            case 1, 2, 3 -> KeyRange.prefix(key().text());
            default ->
                new KeyRange(
                        random.nextInt(3) == 0 ? key().text() : "",
                        random.nextInt(3) > 0 ? key() : null,
                        random.nextInt(3) > 0 ? key() : null);
        };
    }

    @SafeVarargs
    private final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static final class NoMeter implements WatchMeter {
        @Override
        public void answered(String result, Duration elapsed) {}

        @Override
        public void cut(CutReason reason) {}
    }
}
