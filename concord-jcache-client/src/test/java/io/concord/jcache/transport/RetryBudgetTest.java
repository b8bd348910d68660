package io.concord.jcache.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much a client may try again, and how long it waits. */
class RetryBudgetTest {
    private final RetryBudget budget = new RetryBudget(0);

    @Test
    void a_budget_that_is_used_up_fills_with_time() {
        useUp();

        long wait = budget.take(0);

        assertThat(wait).isEqualTo((long) (TimeUnit.SECONDS.toNanos(1) / RetryBudget.TOKENS_EACH_SECOND));
        assertThat(budget.take(wait)).isZero();
        assertThat(budget.take(wait)).isPositive();
    }

    @Test
    void requests_that_are_served_fill_it() {
        useUp();

        for (int i = 0; i < 11; i++) {
            budget.served();
        }

        assertThat(budget.take(0)).isZero();
        assertThat(budget.take(0)).isPositive();
    }

    @Test
    void a_pause_doubles_up_to_its_bound_and_half_of_it_is_by_chance() {
        assertThat(new Backoff(100, 1_000, () -> 0).nanos(1)).isEqualTo(50);
        assertThat(new Backoff(100, 1_000, () -> 1).nanos(1)).isEqualTo(100);
        assertThat(new Backoff(100, 1_000, () -> 1).nanos(3)).isEqualTo(400);
        assertThat(new Backoff(100, 1_000, () -> 1).nanos(9)).isEqualTo(1_000);
        assertThat(new Backoff(100, 1_000, () -> 1).nanos(Integer.MAX_VALUE)).isEqualTo(1_000);
    }

    private void useUp() {
        for (int i = 0; i < RetryBudget.TOKENS_MAX; i++) {
            assertThat(budget.take(0)).isZero();
        }
    }
}
