package io.concord.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final AtomicLong clock = new AtomicLong();
    private final History history = new History(clock::incrementAndGet);

    @Test
    void a_call_without_an_answer_is_unknown_for_ever() {
        history.begin("alice", "colour", Action.put("red"), "r1");

        assertThat(history.operations())
                .containsExactly(new Operation(
                        "alice", "colour", Action.put("red"), "r1", 1, Operation.NEVER, new Result.Unknown()));
    }

    @Test
    void times_are_those_of_the_clock() {
        var call = history.begin("alice", "colour", Action.get(), "r1");
        var lost = history.begin("bob", "colour", Action.delete(), "r2");

        call.returned(new Result.Absent(0));
        lost.unknownUntil(9);

        assertThat(history.operations())
                .containsExactly(
                        new Operation("alice", "colour", Action.get(), "r1", 1, 3, new Result.Absent(0)),
                        new Operation("bob", "colour", Action.delete(), "r2", 2, 9, new Result.Unknown()));
    }

    @Test
    void an_answer_that_does_not_fit_the_question_is_a_mistake_of_the_test() {
        var call = history.begin("alice", "colour", Action.get(), "r1");

        assertThatThrownBy(() -> call.returned(new Result.Written(1))).hasMessageContaining("no answer to get");
    }

    @Test
    void a_run_with_too_little_load_does_not_count() {
        history.phase("calm");
        history.begin("alice", "colour", Action.get(), "r1").returned(new Result.Absent(0));
        history.begin("alice", "colour", Action.get(), "r2").returned(new Result.Absent(0));
        history.phase("storm");
        history.begin("alice", "colour", Action.get(), "r3").returned(new Result.Absent(0));
        history.begin("alice", "colour", Action.put("red"), "r4").unknown();
        history.begin("alice", "colour", Action.put("red"), "r5").returned(new Result.NotApplied());

        assertThatCode(() -> Load.requireAnswered(history, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Load.requireAnswered(history, 2)).hasMessageContaining("{storm=1}");
    }

    @Test
    void a_run_without_phases_does_not_count() {
        assertThatThrownBy(() -> Load.requireAnswered(history, 1)).hasMessageContaining("no phase at all");
    }
}
