package io.concord.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Precondition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {
    private static final Result UNKNOWN = new Result.Unknown();

    @Test
    void one_operation_after_the_other_is_accepted() {
        assertAccepted(
                call("alice", 0, 1, Action.get(), absent()),
                call("alice", 2, 3, Action.put("red"), written(1)),
                call("bob", 4, 5, Action.get(), found("red", 1)),
                call("bob", 6, 7, Action.delete(), deleted(2)),
                call("alice", 8, 9, Action.get(), absent()),
                call("alice", 10, 11, Action.delete(), new Result.Deleted(false, 2)));
    }

    @Test
    void readers_of_a_write_under_way_may_see_it_or_not_until_one_has() {
        assertAccepted(
                call("alice", 0, 9, Action.put("red"), written(1)),
                call("bob", 1, 2, Action.get(), absent()),
                call("bob", 3, 4, Action.get(), found("red", 1)),
                call("carol", 3, 4, Action.get(), absent()));
        assertRefused(
                call("alice", 0, 9, Action.put("red"), written(1)),
                call("bob", 1, 2, Action.get(), found("red", 1)),
                call("bob", 3, 4, Action.get(), absent()));
    }

    @Test
    void the_writes_of_a_transaction_share_a_revision_and_those_of_two_do_not() {
        assertAccepted(
                part("t1", "from", 0, 1, Action.put("-1"), written(1)),
                part("t1", "to", 0, 1, Action.put("1"), written(1)));
        assertRefused(
                part("t1", "from", 0, 1, Action.put("-1"), written(1)),
                part("t2", "to", 0, 1, Action.put("1"), written(1)));
    }

    @Test
    void half_of_a_transaction_is_refused() {
        assertAccepted(
                part("t1", "from", 0, 5, Action.put("-1"), written(1)),
                part("t1", "to", 0, 5, Action.put("1"), written(1)),
                part("r1", "from", 1, 2, Action.get(), new Result.Found("-1", 1, 1)),
                part("r1", "to", 1, 2, Action.get(), new Result.Found("1", 1, 1)));
        assertRefused(
                part("t0", "to", 0, 1, Action.put("0"), written(1)),
                part("t1", "from", 2, 5, Action.put("-1"), written(2)),
                part("t1", "to", 2, 5, Action.put("1"), written(2)),
                part("r1", "from", 3, 4, Action.get(), new Result.Found("-1", 2, 2)),
                part("r1", "to", 3, 4, Action.get(), new Result.Found("0", 1, 2)));
    }

    @Test
    void an_entry_is_not_gone_before_it_may_expire() {
        var put = call("alice", 0, 1, Action.put("red"), written(1));
        var expired = call("concord", 10, Operation.NEVER, Action.delete(), deleted(2));

        assertAccepted(put, call("bob", 9, 11, Action.get(), absent()), expired);
        assertAccepted(put, call("bob", 20, 21, Action.get(), found("red", 1)), expired);
        assertRefused(put, call("bob", 8, 9, Action.get(), absent()), expired);
    }

    @Test
    void a_stale_read_is_refused() {
        assertRefused(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, 3, Action.put("blue"), written(2)),
                call("bob", 4, 5, Action.get(), found("red", 1)));
    }

    @Test
    void a_lost_update_is_refused() {
        assertRefused(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, 3, Action.put("blue", Precondition.revisionIn(1)), written(2)),
                call("bob", 2, 3, Action.put("green", Precondition.revisionIn(1)), written(3)));
    }

    @Test
    void a_value_that_nobody_wrote_is_refused() {
        assertRefused(call("bob", 0, 1, Action.get(), found("red", 1)));
        assertRefused(
                call("alice", 0, 1, Action.put("red"), new Result.NotApplied()),
                call("bob", 2, 3, Action.get(), found("red", 1)));
    }

    @Test
    void a_deleted_entry_that_comes_back_is_refused() {
        assertRefused(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, 3, Action.delete(), deleted(2)),
                call("bob", 4, 5, Action.get(), absent()),
                call("bob", 6, 7, Action.get(), found("red", 1)));
    }

    @Test
    void a_compare_and_set_that_was_applied_twice_is_refused() {
        var twice = List.of(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, 20, Action.put("blue", Precondition.present()), written(2)),
                call("bob", 5, 6, Action.put("green"), written(3)),
                call("bob", 7, 8, Action.get(), found("blue", 4)));

        assertThat(LinearizabilityChecker.check(twice)).isNotEmpty();
    }

    @Test
    void a_precondition_that_failed_although_it_held_is_refused() {
        assertRefused(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call(
                        "alice",
                        2,
                        3,
                        Action.put("blue", Precondition.revisionIn(1)),
                        new Result.PreconditionFailed(1, 0)));
    }

    @Test
    void a_precondition_that_failed_on_a_state_that_never_was_is_refused() {
        assertRefused(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, 3, Action.put("blue", Precondition.absent()), new Result.PreconditionFailed(2, 0)));
    }

    @Test
    void an_unknown_outcome_may_take_effect_late_or_never() {
        var unknown = call("alice", 0, Operation.NEVER, Action.put("red"), UNKNOWN);

        assertAccepted(unknown, call("bob", 1, 2, Action.get(), absent()));
        assertAccepted(
                unknown,
                call("bob", 1, 2, Action.get(), absent()),
                call("bob", 100, 101, Action.get(), found("red", 1)));
        assertAccepted(
                unknown,
                call("bob", 1, 2, Action.put("blue", Precondition.absent()), new Result.PreconditionFailed(1, 0)));
    }

    @Test
    void an_unknown_delete_explains_an_absence_once() {
        assertAccepted(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, Operation.NEVER, Action.delete(), UNKNOWN),
                call("bob", 3, 4, Action.get(), absent()));
        assertRefused(
                call("alice", 0, 1, Action.put("red"), written(1)),
                call("alice", 2, Operation.NEVER, Action.delete(), UNKNOWN),
                call("bob", 3, 4, Action.get(), absent()),
                call("bob", 5, 6, Action.put("blue"), written(3)),
                call("bob", 7, 8, Action.get(), absent()));
    }

    @Test
    void an_unknown_outcome_before_its_invocation_is_refused() {
        assertRefused(
                call("bob", 1, 2, Action.get(), found("red", 1)),
                call("alice", 3, Operation.NEVER, Action.put("red"), UNKNOWN));
    }

    @Test
    void an_unknown_outcome_after_its_deadline_is_refused() {
        assertAccepted(
                call("alice", 0, 10, Action.put("red"), UNKNOWN), call("bob", 9, 12, Action.get(), found("red", 1)));
        assertRefused(
                call("alice", 0, 10, Action.put("red"), UNKNOWN),
                call("bob", 11, 12, Action.get(), absent()),
                call("bob", 13, 14, Action.get(), found("red", 1)));
    }

    @Test
    void the_log_tells_what_became_of_unknown_outcomes() {
        var unknown = call("alice", 0, Operation.NEVER, Action.put("red"), UNKNOWN);
        var seen = call("bob", 5, 6, Action.get(), found("red", 1));
        var missed = call("bob", 5, 6, Action.get(), absent());
        var applied = new Witness(List.of(new Witness.AppliedWrite(unknown.requestId(), "colour", 1)));
        var never = new Witness(List.of());

        assertThat(LinearizabilityChecker.check(List.of(unknown, seen), applied))
                .isEmpty();
        assertThat(LinearizabilityChecker.check(List.of(unknown, missed), never))
                .isEmpty();
        assertThat(LinearizabilityChecker.check(List.of(unknown, missed), applied))
                .isEmpty();
        assertThat(LinearizabilityChecker.check(List.of(unknown, seen), never)).isNotEmpty();
    }

    @Test
    void an_answer_that_contradicts_the_log_is_refused() {
        var put = call("alice", 0, 1, Action.put("red"), written(1));
        var refused = call("alice", 2, 3, Action.put("blue"), new Result.NotApplied());
        var first = new Witness.AppliedWrite(put.requestId(), "colour", 1);

        assertThat(LinearizabilityChecker.check(List.of(put), new Witness(List.of(first))))
                .isEmpty();
        for (var log : List.of(
                List.<Witness.AppliedWrite>of(),
                List.of(new Witness.AppliedWrite(put.requestId(), "colour", 2)),
                List.of(first, new Witness.AppliedWrite(put.requestId(), "colour", 2)),
                List.of(first, new Witness.AppliedWrite(refused.requestId(), "colour", 2)),
                List.of(first, new Witness.AppliedWrite("from-nobody", "colour", 2)))) {
            assertThat(LinearizabilityChecker.check(List.of(put, refused), new Witness(log)))
                    .as("log %s", log)
                    .isNotEmpty();
        }
    }

    @Test
    void revisions_respect_real_time_across_keys() {
        assertThat(LinearizabilityChecker.check(List.of(
                        on("colour", 0, 1, Action.put("red"), written(2)),
                        on("shape", 2, 3, Action.put("round"), written(1)))))
                .singleElement()
                .extracting(Violation::rule)
                .asString()
                .contains("not above");
        assertThat(LinearizabilityChecker.check(List.of(
                        on("colour", 0, 2, Action.put("red"), written(2)),
                        on("shape", 2, 3, Action.put("round"), written(1)))))
                .isEmpty();
    }

    @Test
    void a_read_of_another_key_is_not_from_before_what_was_acknowledged() {
        assertThat(LinearizabilityChecker.check(List.of(
                        on("colour", 0, 1, Action.put("red"), written(1)),
                        on("shape", 2, 3, Action.put("round"), written(2)),
                        on("colour", 4, 5, Action.get(), new Result.Found("red", 1, 1)))))
                .isNotEmpty();
    }

    @Test
    void a_revision_is_given_once() {
        assertThat(LinearizabilityChecker.check(List.of(
                        on("colour", 0, 5, Action.put("red"), written(1)),
                        on("shape", 0, 5, Action.put("round"), written(1)))))
                .isNotEmpty();
    }

    @Test
    void a_report_names_the_key_the_operations_and_what_was_expected() {
        assertThatThrownBy(() -> LinearizabilityChecker.requireLinearizable(List.of(
                        call("alice", 0, 1, Action.put("red"), written(1)),
                        call("alice", 2, 3, Action.put("blue"), written(2)),
                        call("bob", 4, 5, Action.get(), absent()))))
                .hasMessage("""
                        a history of 3 operations is not linearizable:
                        key 'colour': no order explains what had been answered by 5; the longest has 2 operations, after \
                        which the entry is of revision 2 (first what came before, then what does not fit)
                            [0 .. 1] alice: put 'red' 'colour' -> written as revision 1
                            [2 .. 3] alice: put 'blue' 'colour' -> written as revision 2
                            [4 .. 5] bob: get 'colour' -> absent""");
    }

    /** Both the whole check and the general search alone. */
    private static void assertAccepted(Operation... operations) {
        assertThat(LinearizabilityChecker.check(List.of(operations))).isEmpty();
    }

    private static void assertRefused(Operation... operations) {
        assertThat(LinearizabilityChecker.check(List.of(operations))).isNotEmpty();
        var steps = new KeySteps("colour", List.of(operations), null);
        assertThat(steps.violations().isEmpty()
                        && LinearizabilityChecker.search(steps).isEmpty())
                .as("the search alone accepts it")
                .isFalse();
    }

    private static Operation call(String client, long invoked, long returned, Action action, Result result) {
        return new Operation(client, "colour", action, client + invoked, invoked, returned, result);
    }

    private static Operation part(
            String commit, String key, long invoked, long returned, Action action, Result result) {
        return new Operation("alice", key, action, Operation.part(commit, key), invoked, returned, result);
    }

    private static Operation on(String key, long invoked, long returned, Action action, Result result) {
        return new Operation("alice", key, action, key + invoked, invoked, returned, result);
    }

    private static Result written(long revision) {
        return new Result.Written(revision);
    }

    private static Result deleted(long revision) {
        return new Result.Deleted(true, revision);
    }

    private static Result found(String value, long revision) {
        return new Result.Found(value, revision, 0);
    }

    private static Result absent() {
        return new Result.Absent(0);
    }
}
