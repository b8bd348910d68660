package io.concord.server.service.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong nanos = new AtomicLong(-5 * SECOND);
    private final List<String> refused = new ArrayList<>();

    private RateLimits limits(long requests, long bytes, int burstSeconds) {
        return new RateLimits(new RateSettings(requests, bytes, burstSeconds), refused::add, nanos::get);
    }

    private static long refusedFor(RateLimits limits, String identity) {
        var refusal = catchThrowableOfType(RateLimitedException.class, () -> limits.admit(identity));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        return refusal.retryAfterSeconds();
    }

    private static void take(RateLimits limits, String identity, int count) {
        for (int i = 0; i < count; i++) {
            limits.admit(identity);
        }
    }

    @Test
    void a_burst_goes_through_and_then_the_rate_holds() {
        var limits = limits(10, 0, 3);

        take(limits, "alice", 30);

        assertThat(refusedFor(limits, "alice")).isEqualTo(1);
        assertThat(refused).containsExactly("requests");
        nanos.addAndGet(SECOND);
        take(limits, "alice", 10);
        refusedFor(limits, "alice");
    }

    @Test
    void one_identity_does_not_touch_another() {
        var limits = limits(10, 0, 1);

        take(limits, "alice", 10);

        refusedFor(limits, "alice");
        assertThatCode(() -> take(limits, "bob", 10)).doesNotThrowAnyException();
    }

    @Test
    void after_the_time_that_was_told_it_is_let_in_and_not_before() {
        var limits = limits(2, 0, 1);
        var account = limits.admit("alice");
        // As a batch of 20 operations: nine seconds and a half are owed.
        account.chargeRequests(19);

        long seconds = refusedFor(limits, "alice");

        assertThat(seconds).isEqualTo(10);
        nanos.addAndGet((seconds - 1) * SECOND);
        assertThat(refusedFor(limits, "alice")).isEqualTo(1);
        nanos.addAndGet(SECOND);
        assertThatCode(() -> limits.admit("alice")).doesNotThrowAnyException();
    }

    @Test
    void bodies_are_paid_for_after_they_came_and_may_be_larger_than_the_burst() {
        var limits = limits(0, 1_000, 2);
        limits.admit("alice").chargeBytes(7_000);

        long seconds = refusedFor(limits, "alice");

        assertThat(refused).containsExactly("bytes");
        assertThat(seconds).isEqualTo(6);
        nanos.addAndGet(seconds * SECOND);
        assertThatCode(() -> limits.admit("alice")).doesNotThrowAnyException();
    }

    @Test
    void what_is_refused_for_its_bytes_costs_no_request() {
        var limits = limits(2, 1_000, 1);
        limits.admit("alice").chargeBytes(1_500);
        refusedFor(limits, "alice");
        refusedFor(limits, "alice");

        nanos.addAndGet(SECOND / 2 + SECOND / 100);

        assertThatCode(() -> take(limits, "alice", 2)).doesNotThrowAnyException();
    }

    @Test
    void where_there_is_no_limit_nothing_is_counted_or_kept() {
        var limits = limits(0, 0, 1);

        take(limits, "alice", 100_000);

        assertThat(limits.accountCount()).isZero();
        assertThat(limits.admit("alice").countsBytes()).isFalse();
    }

    @Test
    void accounts_that_are_full_again_are_forgotten_and_the_others_are_not() {
        var limits = limits(10, 0, 1);
        for (int i = 0; i < RateLimits.ACCOUNTS_MAX - 1; i++) {
            limits.admit("user-" + i);
        }
        nanos.addAndGet(SECOND);
        take(limits, "alice", 10);

        limits.admit("bob");

        assertThat(limits.accountCount()).isEqualTo(2);
        refusedFor(limits, "alice");
    }

    @Test
    void more_identities_than_there_are_accounts_share_one() {
        var limits = limits(10, 0, 1);
        for (int i = 0; i < RateLimits.ACCOUNTS_MAX; i++) {
            limits.admit("user-" + i);
        }

        for (int i = 0; i < 10; i++) {
            limits.admit("late-" + i);
        }

        refusedFor(limits, "late-11");
        assertThat(limits.accountCount()).isEqualTo(RateLimits.ACCOUNTS_MAX);
        assertThatCode(() -> limits.admit("user-7")).doesNotThrowAnyException();
    }
}
