package io.concord.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.core.Samples;
import io.concord.core.access.Rules;
import io.concord.core.backup.BackupRecord;
import io.concord.core.backup.BackupTally;
import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.command.Reply;
import io.concord.core.command.ReplyCodec;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Entry;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.KeyRange;
import io.concord.core.model.Lifetime;
import io.concord.core.model.Limits;
import io.concord.core.model.Namespace;
import io.concord.core.model.NamespaceSettings;
import io.concord.core.model.Precondition;
import io.concord.core.model.Tag;
import io.concord.core.model.Tags;
import io.concord.core.model.TokenSelector;
import io.concord.core.model.Value;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens where numbers and sizes end. */
class StateLimitsTest {
    private static final int MILLION = 1_000_000;

    @Test
    void beyond_the_year_9999_time_stands_and_every_deadline_is_a_number() throws IOException {
        var keyspace = new Keyspace();
        var forLong = Expiry.after(Limits.TTL_MILLIS_MAX);

        var written = keyspace.apply(Long.MAX_VALUE, Samples.put("r1", 1, "a", "1", forLong));
        var granted =
                keyspace.apply(Long.MAX_VALUE, Samples.write("r2", 1, new Operation.GrantLease(Limits.TTL_MILLIS_MAX)));
        keyspace.apply(Long.MAX_VALUE, new Command.Tick(Limits.TIME_MILLIS_MAX));

        assertThat(written.reply().outcome()).isInstanceOf(Outcome.Written.class);
        assertThat(granted.reply().outcome()).isInstanceOf(Outcome.LeaseAlive.class);
        assertThat(keyspace.view().timeMillis()).isEqualTo(Limits.TIME_MILLIS_MAX);
        assertThat(restored(keyspace).view().digest()).isEqualTo(keyspace.view().digest());
    }

    @Test
    void a_time_before_all_time_is_the_beginning() {
        var keyspace = new Keyspace();

        keyspace.apply(Long.MIN_VALUE, Samples.put("r1", 1, "a", "1", Expiry.after(5)));
        keyspace.apply(Long.MIN_VALUE, new Command.Tick(0));

        assertThat(keyspace.view().timeMillis()).isZero();
        assertThat(keyspace.view().get(Samples.at("a")).map(Entry::lifetime)).contains(Lifetime.until(6));
    }

    /** An entry of a few bytes may have an author of two thousand. */
    @Test
    void an_answer_is_bound_by_all_that_is_in_it() {
        var author = new Author("i".repeat(1024), "s".repeat(1024));
        var view = view(filled(5_000, author));
        var range = new Step.Range(Namespace.DEFAULT, KeyRange.ALL, Limits.RANGE_ENTRIES_MAX);

        var three = view.evaluate(transaction(Collections.nCopies(3, range)), author, LeaseRights.OWN);
        var ten = view.evaluate(transaction(Collections.nCopies(10, range)), author, LeaseRights.OWN);

        assertThat(ReplyCodec.encode(new Reply(three, false)).length)
                .isBetween(11 * 1024 * 1024, 3 * Limits.RANGE_BYTES_MAX + 10_000);
        assertThat(ten)
                .isEqualTo(new Refusal.StepRefused(
                        1, true, 3, new Refusal.QuotaExceeded(1, Refusal.Quota.ANSWER_BYTES, Limits.ANSWER_BYTES_MAX)));
    }

    /** A batch of gets-and-sets over large values: those that find no room in the answer are not carried out. */
    @Test
    void the_answer_to_a_batch_is_bound_and_the_rest_may_be_asked_for_again() {
        var keyspace = new Keyspace();
        var large = Value.of(new byte[1024 * 1024], "a/b");
        var writes = IntStream.range(0, 24)
                .mapToObj(i -> Samples.write(
                        "r" + i,
                        1,
                        new Step.Put(Samples.at("k"), large, Precondition.none(), Expiry.byDefault(), true)))
                .toList();

        var batched = (Outcome.Batched)
                keyspace.apply(1, new Command.Batch(writes)).reply().outcome();

        var last = batched.replies().get(23).outcome();
        assertThat(batched.replies()).hasSize(24);
        assertThat(last).isInstanceOf(Refusal.QuotaExceeded.class);
        assertThat(ReplyCodec.encode(new Reply(batched, false)).length)
                .isLessThan(Limits.ANSWER_BYTES_MAX + 2 * 1024 * 1024);
        assertThat(keyspace.apply(2, writes.get(23)).reply().outcome()).isInstanceOf(Outcome.Written.class);
    }

    @Test
    void a_store_has_so_many_namespaces_and_no_more() {
        var keyspace = new Keyspace(new Bounds(1, 1_000, 1, 1_000, 1));
        for (int i = 1; i < Limits.NAMESPACES_MAX; i++) {
            keyspace.apply(0, create("n" + i, i));
        }

        var oneMore = keyspace.apply(0, create("one-more", 20_000));
        var joined = keyspace.apply(0, create("n1", 20_001));

        assertThat(oneMore.reply().outcome())
                .isEqualTo(new Refusal.QuotaExceeded(0, Refusal.Quota.NAMESPACES, Limits.NAMESPACES_MAX));
        assertThat(joined.reply().outcome()).isEqualTo(new Outcome.NamespaceReady(0, false, NamespaceSettings.NONE));
    }

    @Test
    void a_store_has_so_many_revocations_and_no_more_until_one_is_lifted() {
        var all = IntStream.rangeClosed(1, Limits.REVOCATIONS_MAX)
                .mapToObj(id -> new Revocation(id, TokenSelector.ofId("", "t" + id), Revocation.FOREVER))
                .toList();
        var view =
                view(Space.empty(NamespaceSettings.NONE), Revocations.afterId(Limits.REVOCATIONS_MAX, all), Rules.NONE);
        var revoke = new Operation.RevokeTokens(TokenSelector.ofId("", "one-more"), 0);

        var oneMore = CommandApplier.apply(view, 0, Samples.write("r1", 1, revoke));
        var lifted = CommandApplier.apply(view, 0, Samples.write("r2", 1, new Operation.LiftRevocation(7)));
        var instead = CommandApplier.apply(lifted.view(), 0, Samples.write("r3", 1, revoke));

        assertThat(oneMore.applied().reply().outcome())
                .isEqualTo(new Refusal.QuotaExceeded(1, Refusal.Quota.REVOCATIONS, Limits.REVOCATIONS_MAX));
        assertThat(oneMore.view().revocationCount()).isEqualTo(Limits.REVOCATIONS_MAX);
        assertThat(instead.applied().reply().outcome())
                .isEqualTo(new Outcome.TokensRevoked(1, Limits.REVOCATIONS_MAX + 1L));
    }

    /** The cost of a clear does not depend on how much there is: it allocates no more than a handful of objects. */
    @Test
    void a_million_entries_are_cleared_at_once() {
        var view = view(filled(MILLION, Samples.ALICE));
        var clear = Samples.write("r1", 1, new Step.DeleteRange(Namespace.DEFAULT, KeyRange.ALL, false));
        CommandApplier.apply(view, 0, clear);
        long allocatedBefore = allocatedBytes();

        var transition = CommandApplier.apply(view, 0, clear);

        assertThat(allocatedBytes() - allocatedBefore).isLessThan(64 * 1024);
        assertThat(transition.applied().reply().outcome()).isEqualTo(new Outcome.RangeDeleted(2, MILLION));
        assertThat(transition.applied().commits().get(0).size()).isEqualTo(MILLION);
        assertThat(transition.view().entryCount()).isZero();
        assertThat(transition.view().bytes()).isZero();
        assertThat(transition.view().history().oldestRevision()).isEqualTo(3);
    }

    @Test
    void half_of_a_million_entries_are_removed_as_a_range() {
        var view = view(filled(MILLION, Samples.ALICE));
        var half = new KeyRange("key-", new Key("key-1500000"), null);

        var transition = CommandApplier.apply(
                view, 0, Samples.write("r1", 1, new Step.DeleteRange(Namespace.DEFAULT, half, false)));

        assertThat(transition.applied().reply().outcome()).isEqualTo(new Outcome.RangeDeleted(2, MILLION / 2));
        assertThat(transition.view().entryCount()).isEqualTo(MILLION / 2);
        assertThat(transition.view().bytes()).isEqualTo(view.bytes() / 2);
        assertThat(transition.view().range(Namespace.DEFAULT, half).count()).isZero();
    }

    /** Each has a deadline and another tag, too, and stands among as many that have not this one. */
    @Test
    void half_a_million_entries_are_removed_by_their_tag() {
        var view = view(tagged(MILLION));
        var evict = new Step.DeleteTagged(new Tag("even"), Optional.empty(), false);

        var transition = CommandApplier.apply(view, 0, Samples.write("r1", 1, evict));

        assertThat(transition.applied().reply().outcome()).isEqualTo(new Outcome.RangeDeleted(2, MILLION / 2));
        assertThat(transition.applied().commits().get(0).size()).isEqualTo(MILLION / 2);
        assertThat(transition.view().entryCount()).isEqualTo(MILLION / 2);
        assertThat(transition.view().memoryBytes()).isEqualTo(view.memoryBytes() - MILLION / 2 * (400 + 25 + 2 * 200));
        assertThat(transition.view().contents().tagCount()).isZero();
        assertThat(transition.view().range(Namespace.DEFAULT, KeyRange.ALL))
                .allMatch(entry -> entry.tags().isEmpty());
    }

    private static Space tagged(int entries) {
        var value = Value.of(new byte[3], "a/b");
        var space = Space.empty(NamespaceSettings.NONE);
        for (int i = 0; i < entries; i++) {
            var key = new Key("key-" + (1_000_000 + i));
            var tags = i % 2 == 0 ? Tags.of("even", "shop") : Tags.NONE;
            var lifetime = Lifetime.until(1_000 + entries - i);
            space = space.put(new Entry(key, value, 1, 1, 1, Samples.ALICE, 0, lifetime, tags), null);
        }
        return space;
    }

    private static Operation.Transaction transaction(List<? extends Step> steps) {
        return new Operation.Transaction(List.of(), List.copyOf(steps), List.of());
    }

    private static Command create(String namespace, int time) {
        var create = new Operation.CreateNamespace(new Namespace(namespace), Optional.empty(), false);
        return Samples.write("r-" + namespace + "-" + time, time, create);
    }

    private static Space filled(int entries, Author author) {
        var value = Value.of(new byte[3], "a/b");
        var space = Space.empty(NamespaceSettings.NONE);
        for (int i = 0; i < entries; i++) {
            var key = new Key("key-" + (1_000_000 + i));
            space = space.put(new Entry(key, value, 1, 1, 1, author, 0, Lifetime.FOREVER), null);
        }
        return space;
    }

    @Test
    void a_store_has_so_many_rules_and_no_more_until_one_is_deleted() {
        var keyspace = new Keyspace();
        for (int i = 0; i < Limits.RULES_MAX; i++) {
            keyspace.apply(0, put(keyspace, "rule-" + i));
        }

        var oneMore = keyspace.apply(0, put(keyspace, "one-more"));
        var replaced = keyspace.apply(0, put(keyspace, "rule-7"));
        keyspace.apply(0, byRules(keyspace, new Operation.DeleteRule("rule-7", Precondition.none())));
        var instead = keyspace.apply(0, put(keyspace, "one-more"));

        assertThat(oneMore.reply().outcome())
                .isEqualTo(new Refusal.QuotaExceeded(0, Refusal.Quota.RULES, Limits.RULES_MAX));
        assertThat(replaced.reply().outcome()).isEqualTo(new Outcome.RulePut(0, Limits.RULES_MAX + 1L, false));
        assertThat(instead.reply().outcome()).isEqualTo(new Outcome.RulePut(0, Limits.RULES_MAX + 3L, true));
    }

    @Test
    void a_backup_has_so_many_rules_and_no_more() {
        var keyspace = new Keyspace();
        var all = IntStream.range(0, Limits.RULES_MAX)
                .<BackupRecord>mapToObj(i -> new BackupRecord.Rule(Samples.rule(String.format("rule-%04d", i))))
                .toList();
        var last = List.<BackupRecord>of(new BackupRecord.Rule(Samples.rule("the-last")));
        keyspace.apply(0, Samples.write("r1", 1, new Operation.BeginRestore(1, 0, true)));

        var taken = keyspace.apply(0, Samples.write("r2", 1, new Operation.RestorePart(1, 0, all)));
        var oneMore = keyspace.apply(0, Samples.write("r3", 1, new Operation.RestorePart(1, 1, last)));

        assertThat(taken.reply().outcome()).isEqualTo(new Outcome.RestoreUnderWay(0, 1, 1));
        assertThat(oneMore.reply().outcome())
                .isEqualTo(new Refusal.QuotaExceeded(0, Refusal.Quota.RULES, Limits.RULES_MAX));
    }

    /** Two sets of rules of one revision could not be told apart. */
    @Test
    void rules_that_changed_more_often_than_a_restore_lies_ahead_refuse_it() {
        var often = Rules.of(5 * PendingRestore.AHEAD, List.of());
        var view = view(Space.empty(NamespaceSettings.NONE), Revocations.NONE, often);
        var record = new BackupRecord.Rule(Samples.rule("staff"));
        var totals = BackupTally.NOTHING.with(record).totals();

        for (var operation : List.of(
                new Operation.BeginRestore(1, 0, true),
                new Operation.RestorePart(1, 0, List.of(record)),
                new Operation.FinishRestore(1, totals))) {
            var origin = Samples.origin("r" + operation.hashCode(), 1).by(often.revision());
            var write = new Command.Write(origin, Command.Write.NO_DEADLINE, operation);
            var transition = CommandApplier.apply(view, 0, write);
            view = transition.view();
            if (operation instanceof Operation.FinishRestore) {
                assertThat(transition.applied().reply().outcome())
                        .isEqualTo(new Refusal.RestoreInvalid(1, 1, Refusal.RestoreDefect.OVERTAKEN, 1));
            }
        }
        assertThat(view.rules().revision()).isEqualTo(often.revision());
    }

    private static Command.Write put(Keyspace keyspace, String rule) {
        return byRules(keyspace, new Operation.PutRule(Samples.rule(rule), Precondition.none()));
    }

    private static Command.Write byRules(Keyspace keyspace, Operation operation) {
        var rules = keyspace.view().rules().revision();
        var origin = Samples.origin("r" + rules + operation.hashCode(), 1).by(rules);
        return new Command.Write(origin, Command.Write.NO_DEADLINE, operation);
    }

    private static KeyspaceView view(Space space) {
        return view(space, Revocations.NONE, Rules.NONE);
    }

    @Test
    void a_store_has_so_many_tokens_and_keys_and_no_more() {
        var keyspace = new Keyspace(new Bounds(1, 1_000, 1, 1_000, 1));
        for (int i = 0; i < Limits.SIGNING_KEYS_MAX; i++) {
            keyspace.apply(0, key(i, i));
        }
        for (int i = 0; i < Limits.TOKENS_MAX; i++) {
            keyspace.apply(0, token("t" + i, 100 + i));
        }

        assertThat(keyspace.apply(0, key(Limits.SIGNING_KEYS_MAX, 90_000))
                        .reply()
                        .outcome())
                .isEqualTo(new Refusal.QuotaExceeded(0, Refusal.Quota.SIGNING_KEYS, Limits.SIGNING_KEYS_MAX));
        assertThat(keyspace.apply(0, token("one-more", 99_999)).reply().outcome())
                .isEqualTo(new Refusal.QuotaExceeded(0, Refusal.Quota.TOKENS, Limits.TOKENS_MAX));
        assertThat(keyspace.view().tokenCount()).isEqualTo(Limits.TOKENS_MAX);
    }

    private static Command key(int number, long timeMillis) {
        var before = number == 0 ? Optional.<TokenId>empty() : Optional.of(new TokenId("k" + (number - 1)));
        var add = new Operation.AddSigningKey(new TokenId("k" + number), "public", "sealed", before);
        return Samples.write("k" + number, timeMillis, add);
    }

    private static Command token(String id, long timeMillis) {
        return Samples.write(
                id, timeMillis, new Operation.RecordToken(new TokenId(id), new TokenBearer("ci", List.of()), 60));
    }

    private static KeyspaceView view(Space space, Revocations revocations, Rules rules) {
        return new KeyspaceView(
                Contents.EMPTY.with(Namespace.DEFAULT, space),
                Leases.NONE,
                revocations,
                rules,
                Tokens.NONE,
                RequestMemory.empty(Bounds.STANDARD),
                History.startingAt(Bounds.STANDARD, 2),
                1,
                0,
                0,
                Restores.NONE);
    }

    private static Keyspace restored(Keyspace keyspace) throws IOException {
        var snapshot = new ByteArrayOutputStream();
        keyspace.view().writeTo(snapshot);
        var restored = new Keyspace();
        restored.restore(new ByteArrayInputStream(snapshot.toByteArray()));
        return restored;
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
