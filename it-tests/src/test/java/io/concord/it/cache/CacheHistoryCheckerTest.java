package io.concord.it.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.it.cache.CacheAction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CacheHistoryCheckerTest {
    private final List<CacheCall> calls = new ArrayList<>();

    @Test
    void one_thing_after_the_other_is_in_order() {
        call(Kind.PUT, "", "1", 0, 1, null);
        call(Kind.GET_AND_PUT, "", "2", 2, 3, "1");
        call(Kind.REPLACE_EXPECTED, "2", "3", 4, 5, "true");
        call(Kind.PUT_IF_ABSENT, "", "4", 6, 7, "false");
        call(Kind.INVOKE, "", "5", 8, 9, "3");
        call(Kind.GET_AND_REMOVE, "", "", 10, 11, "5");
        call(Kind.GET, "", "", 12, 13, null);

        assertSound();
    }

    @Test
    void a_read_after_a_write_that_tells_what_was_before_it_is_found() {
        call(Kind.PUT, "", "1", 0, 1, null);
        call(Kind.PUT, "", "2", 2, 3, null);
        call(Kind.GET, "", "", 4, 5, "1");

        assertViolation();
    }

    @Test
    void what_overlaps_may_come_in_any_order() {
        call(Kind.PUT, "", "1", 0, 10, null);
        call(Kind.PUT, "", "2", 0, 10, null);
        call(Kind.GET, "", "", 2, 3, "2");
        call(Kind.GET, "", "", 4, 5, "1");

        assertSound();

        call(Kind.GET, "", "", 6, 7, "2");

        assertViolation();
    }

    @Test
    void two_that_both_created_the_entry_are_found() {
        call(Kind.PUT_IF_ABSENT, "", "1", 0, 10, "true");
        call(Kind.PUT_IF_ABSENT, "", "2", 0, 10, "true");

        assertViolation();
    }

    @Test
    void two_processors_that_saw_the_same_value_are_found() {
        call(Kind.PUT, "", "1", 0, 1, null);
        call(Kind.INVOKE, "", "2", 2, 10, "1");
        call(Kind.INVOKE, "", "3", 2, 10, "1");

        assertViolation();
    }

    @Test
    void a_call_without_an_answer_may_have_happened_late_or_not_at_all() {
        call(Kind.PUT, "", "1", 0, 1, null);
        call(Kind.PUT, "", "2", 2, CacheCall.NEVER, null);
        call(Kind.GET, "", "", 3, 4, "1");

        assertSound();

        call(Kind.GET, "", "", 5, 6, "2");

        assertSound();

        call(Kind.GET, "", "", 7, 8, "1");

        assertViolation();
    }

    @Test
    void a_write_that_was_applied_twice_is_found() {
        call(Kind.PUT, "", "1", 0, 1, null);
        call(Kind.PUT, "", "2", 2, 3, null);
        call(Kind.GET_AND_REMOVE, "", "", 4, 5, "2");
        call(Kind.GET, "", "", 6, 7, "2");

        assertViolation();
    }

    @Test
    void histories_of_a_real_map_are_sound_and_a_false_answer_in_one_is_found() {
        for (var seed = 0; seed < 50; seed++) {
            var history = simulated(new Random(seed), 300);
            assertThatCode(() -> CacheHistoryChecker.requireLinearizable(history))
                    .doesNotThrowAnyException();

            var last = history.get(history.size() - 1);
            var end = last.invoked() + 1_000;
            history.add(new CacheCall("c", "k", new CacheAction(Kind.GET, "", ""), end, end + 1, "never written"));
            assertThatThrownBy(() -> CacheHistoryChecker.requireLinearizable(history))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void a_call_comes_back_from_its_line() {
        var call = new CacheCall("c1", "k", new CacheAction(Kind.REPLACE_EXPECTED, "a", "b"), 1, 2, "true");
        var unknown = new CacheCall("c1", "k", new CacheAction(Kind.GET, "", ""), 1, CacheCall.NEVER, null);

        assertThat(CacheCall.fromLine(call.toLine())).isEqualTo(call);
        assertThat(CacheCall.fromLine(unknown.toLine())).isEqualTo(unknown);
    }

    /** Each call happens at a moment between its invocation and its return; up to a dozen overlap. */
    private static List<CacheCall> simulated(Random random, int count) {
        var history = new ArrayList<CacheCall>();
        String state = null;
        for (var i = 0; i < count; i++) {
            var happens = 10L * i;
            var action = CacheAction.draw(random, "v" + random.nextInt(Math.max(1, i)), "v" + i);
            var step = action.on(state);
            state = step.state();
            history.add(new CacheCall(
                    "c" + i % 12,
                    "k",
                    action,
                    happens - random.nextInt(60),
                    happens + 1 + random.nextInt(60),
                    step.answer()));
        }
        return history;
    }

    private void call(Kind kind, String expected, String value, long invoked, long returned, @Nullable String answer) {
        calls.add(new CacheCall("c", "k", new CacheAction(kind, expected, value), invoked, returned, answer));
    }

    private void assertSound() {
        assertThatCode(() -> CacheHistoryChecker.requireLinearizable(calls)).doesNotThrowAnyException();
    }

    private void assertViolation() {
        assertThatThrownBy(() -> CacheHistoryChecker.requireLinearizable(calls))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not linearizable");
    }
}
