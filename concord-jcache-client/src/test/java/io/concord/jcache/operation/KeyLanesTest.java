package io.concord.jcache.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.concord.core.model.Key;
import io.concord.jcache.api.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who waits for changes of the same key, how long, and what becomes of the others. */
class KeyLanesTest {
    private static final Key ALICE = new Key("alice");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ArrayDeque<Runnable> alarms = new ArrayDeque<>();
    private final List<Runnable> takenBack = new ArrayList<>();
    private final KeyLanes lanes = new KeyLanes((time, task) -> {
        assertThat(time).isEqualTo(PATIENCE);
        alarms.add(task);
        return () -> takenBack.add(task);
    });
    private final List<String> ran = new ArrayList<>();

    @Test
    void a_change_whose_time_is_over_before_its_turn_never_runs() {
        var first = new CompletableFuture<String>();
        follow("first", first);
        var second = follow("second", new CompletableFuture<>());

        alarms.remove().run();
        first.complete("done");

        assertThat(ran).containsExactly("first");
        assertThatThrownBy(second::join)
                .hasCauseInstanceOf(UnavailableException.class)
                .hasMessageContaining("the change of entry 'alice' was not begun: the time of 5000 ms is over");
    }

    @Test
    void those_behind_one_that_gave_up_still_wait_for_those_before_it() {
        var first = new CompletableFuture<String>();
        follow("first", first);
        follow("second", new CompletableFuture<>());
        var third = follow("third", CompletableFuture.completedFuture("third"));

        alarms.remove().run();

        assertThat(ran).containsExactly("first");

        var fourth = follow("fourth", CompletableFuture.completedFuture("fourth"));
        first.complete("done");

        assertThat(ran).containsExactly("first", "third", "fourth");
        assertThat(third).isCompletedWithValue("third");
        assertThat(fourth).isCompletedWithValue("fourth");
    }

    @Test
    void a_change_has_as_much_time_as_its_wait_has_left() {
        var first = new CompletableFuture<String>();
        var left = new ArrayList<Duration>();
        lanes.follow(List.of(ALICE), turn(), time -> {
            left.add(time);
            return first;
        });
        lanes.follow(List.of(ALICE), turn(), time -> {
            left.add(time);
            return CompletableFuture.completedFuture("second");
        });

        first.complete("done");

        assertThat(left.get(0)).isEqualTo(PATIENCE);
        assertThat(left.get(1)).isLessThan(PATIENCE);
    }

    @Test
    void an_alarm_is_taken_back_when_the_turn_comes_and_then_means_nothing() {
        var first = new CompletableFuture<String>();
        follow("first", first);
        var second = follow("second", CompletableFuture.completedFuture("second"));
        first.complete("done");

        assertThat(takenBack).containsExactlyElementsOf(alarms);

        alarms.remove().run();

        assertThat(second).isCompletedWithValue("second");
    }

    private CompletableFuture<String> follow(String name, CompletionStage<String> change) {
        return lanes.follow(List.of(ALICE), turn(), left -> {
                    ran.add(name);
                    return change;
                })
                .toCompletableFuture();
    }

    private static KeyLanes.Turn turn() {
        return new KeyLanes.Turn(Runnable::run, PATIENCE);
    }
}
