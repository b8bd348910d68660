package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.access.Role;
import io.concord.core.command.Command;
import io.concord.core.command.LeaseRights;
import io.concord.core.command.Operation;
import io.concord.core.command.Step;
import io.concord.core.model.Author;
import io.concord.core.model.Comparison;
import io.concord.core.model.EntryName;
import io.concord.core.model.Expiry;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in a command, and who may have it made. */
class StoreServiceTest {
    private static final int VALUE_BYTES_MAX = 10;
    private static final EntryName K = new EntryName(Namespace.DEFAULT, new Key("k"));
    private static final Operation DELETE = new Step.Delete(K, Precondition.none(), false);
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final MemoryLog log = new MemoryLog();
    private long usedBytes;
    private final StoreService entries = new StoreService(
            log,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new StoreLimits(VALUE_BYTES_MAX, 3, 200, 7),
            new MemoryGuard(() -> usedBytes, () -> 1000));

    @Test
    void a_command_carries_its_author_its_request_id_and_the_time() {
        entries.write(request(Role.WRITER), put(1));

        var put = (Command.Write) log.appended().get(0);
        assertThat(put.origin().author()).isEqualTo(new Author("https://issuer.example", "alice"));
        assertThat(put.origin().requestId()).isEqualTo(new RequestId("r-1"));
        assertThat(put.timeMillis()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void a_command_says_what_its_author_may_do_about_leases_and_how_many_he_may_be_granted() {
        entries.write(request(Role.WRITER), put(1));
        entries.write(request(Role.ADMIN), put(1));
        entries.write(request(Role.WRITER), new Operation.GrantLease(1_000));

        assertThat(log.appended())
                .extracting(command -> ((Command.Write) command).origin().leases())
                .containsExactly(LeaseRights.OWN, new LeaseRights(true, 0), new LeaseRights(false, 7));
    }

    @Test
    void a_value_over_the_limit_is_refused_with_both_sizes() {
        assertThatCode(() -> entries.write(request(Role.WRITER), put(VALUE_BYTES_MAX)))
                .doesNotThrowAnyException();

        var failure = failure(() -> entries.write(request(Role.WRITER), put(VALUE_BYTES_MAX + 1)));

        assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(failure).hasMessage("value of 'k' is 11 bytes; the limit is 10 (concord.limits.value-bytes-max)");
        assertThat(log.appended()).hasSize(1);
    }

    @Test
    void a_command_is_refused_by_the_state_soon_after_the_caller_has_stopped_waiting() {
        entries.write(request(Role.WRITER), put(1));

        var write = (Command.Write) log.appended().get(0);
        assertThat(write.origin().firstMillis()).isEqualTo(MemoryLog.TIME_MILLIS);
        assertThat(write.deadlineMillis()).isBetween(MemoryLog.TIME_MILLIS + 2_000, MemoryLog.TIME_MILLIS + 3_000);
    }

    @Test
    void a_transaction_over_a_limit_is_refused_before_the_log() {
        var steps = List.<Step>of(new Step.Get(K), new Step.Get(K));
        var tooMany = new Operation.Transaction(List.of(), steps, steps);
        var tooLarge = new Operation.Transaction(
                List.of(new Comparison.Content(K, Comparison.Relation.EQUAL, Value.of(new byte[200], "a/b"))),
                List.of(),
                List.of());

        assertThat(failure(() -> entries.write(request(Role.WRITER), tooMany)))
                .hasMessage("transaction has 4 operations, comparisons included; the limit is 3"
                        + " (concord.limits.transaction-operations-max)");
        assertThat(failure(() -> entries.write(request(Role.WRITER), tooLarge)))
                .hasMessageContaining("the limit is 200 (concord.limits.transaction-bytes-max)");
        assertThat(log.appended()).isEmpty();
    }

    @Test
    void a_full_store_refuses_what_grows_and_takes_what_shrinks() {
        usedBytes = 1001;

        var refused = failure(() -> entries.write(request(Role.WRITER), put(1)));

        assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE_FULL);
        assertThat(refused).hasMessageContaining("1001").hasMessageContaining("concord.limits.heap-percent-max");
        assertThatCode(() -> entries.write(request(Role.WRITER), DELETE)).doesNotThrowAnyException();
        assertThatCode(() -> entries.readStale(caller(Role.WRITER))).doesNotThrowAnyException();
        usedBytes = 1000;
        assertThatCode(() -> entries.write(request(Role.WRITER), put(1))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void every_role_reads_and_only_a_reader_does_not_write(Role role) {
        assertThatCode(() -> entries.readStale(caller(role))).doesNotThrowAnyException();
        assertThatCode(() -> entries.read(caller(role), Deadline.in(Duration.ofSeconds(1))))
                .doesNotThrowAnyException();

        if (role == Role.READER) {
            assertThat(failure(() -> entries.write(request(role), put(1))).code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(failure(() -> entries.write(request(role), DELETE)).code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(log.appended()).isEmpty();
        } else {
            assertThatCode(() -> entries.write(request(role), DELETE)).doesNotThrowAnyException();
        }
    }

    @Test
    void a_caller_without_a_role_is_told_which_groups_would_do() {
        var nobody = new Caller(new Author("https://issuer.example", "mallory"), Role.ofGroups(List.of("users")));

        assertThat(failure(() -> entries.readStale(nobody)))
                .hasMessageContaining("mallory")
                .hasMessageContaining("concord-reader, concord-writer, concord-admin");
    }

    @Test
    void a_command_carries_the_token_that_it_came_with() {
        entries.write(new WriteContext(bearer(), new RequestId("r-1"), Deadline.in(Duration.ofSeconds(1))), put(1));

        assertThat(((Command.Write) log.appended().get(0)).origin().token()).isEqualTo(bearer().token());
    }

    private static Caller bearer() {
        var token = Optional.of(new Token("t-1", 1_000));
        return new Caller(new Author("https://issuer.example", "alice"), token, Set.of(Role.ADMIN), Optional.empty());
    }

    private static WriteContext request(Role role) {
        return new WriteContext(caller(role), new RequestId("r-1"), Deadline.in(Duration.ofSeconds(1)));
    }

    private static Step.Put put(int bytes) {
        return new Step.Put(K, Value.of(new byte[bytes], "text/plain"), Precondition.none(), Expiry.byDefault(), false);
    }

    private static Caller caller(Role role) {
        return new Caller(new Author("https://issuer.example", "alice"), Set.of(role));
    }

    private static RequestFailure failure(ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RequestFailure.class, call);
    }
}
