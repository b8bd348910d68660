package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.command.Command;
import io.concord.core.command.Reply;
import io.concord.core.model.Author;
import io.concord.core.model.Key;
import io.concord.core.model.Namespace;
import io.concord.core.model.Precondition;
import io.concord.core.model.RequestId;
import io.concord.core.model.Value;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.Keyspace;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in a command, and who may have it made. */
class EntryServiceTest {
    private static final int VALUE_BYTES_MAX = 10;
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final MemoryLog log = new MemoryLog();
    private final EntryService entries = new EntryService(log, Clock.fixed(NOW, ZoneOffset.UTC), VALUE_BYTES_MAX);

    @Test
    void a_command_carries_its_author_its_request_id_and_the_time() {
        entries.put(request(Role.WRITER), value(1));

        var put = (Command.Put) log.appended.get(0);
        assertThat(put.origin().author()).isEqualTo(new Author("https://issuer.example", "alice"));
        assertThat(put.origin().requestId()).isEqualTo(new RequestId("r-1"));
        assertThat(put.timeMillis()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void a_value_over_the_limit_is_refused_with_both_sizes() {
        assertThatCode(() -> entries.put(request(Role.WRITER), value(VALUE_BYTES_MAX)))
                .doesNotThrowAnyException();

        var failure = failure(() -> entries.put(request(Role.WRITER), value(VALUE_BYTES_MAX + 1)));

        assertThat(failure.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(failure).hasMessage("value of 'k' is 11 bytes; the limit is 10 (concord.limits.value-bytes-max)");
        assertThat(log.appended).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void every_role_reads_and_only_a_reader_does_not_write(Role role) {
        assertThatCode(() -> entries.readStale(caller(role))).doesNotThrowAnyException();
        assertThatCode(() -> entries.read(caller(role), Deadline.in(Duration.ofSeconds(1))))
                .doesNotThrowAnyException();

        if (role == Role.READER) {
            assertThat(failure(() -> entries.put(request(role), value(1))).code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(failure(() -> entries.delete(request(role))).code()).isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(log.appended).isEmpty();
        } else {
            assertThatCode(() -> entries.delete(request(role))).doesNotThrowAnyException();
        }
    }

    @Test
    void a_caller_without_a_role_is_told_which_groups_would_do() {
        var nobody = new Caller(new Author("https://issuer.example", "mallory"), Role.ofGroups(List.of("users")));

        assertThat(failure(() -> entries.readStale(nobody)))
                .hasMessageContaining("mallory")
                .hasMessageContaining("concord-reader, concord-writer, concord-admin");
    }

    private static WriteRequest request(Role role) {
        return new WriteRequest(
                caller(role),
                new RequestId("r-1"),
                Namespace.DEFAULT,
                new Key("k"),
                Precondition.none(),
                Deadline.in(Duration.ofSeconds(1)));
    }

    private static Caller caller(Role role) {
        return new Caller(new Author("https://issuer.example", "alice"), Set.of(role));
    }

    private static Value value(int bytes) {
        return Value.of(new byte[bytes], "text/plain");
    }

    private static RequestFailure failure(ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RequestFailure.class, call);
    }

    /** A log of one node that agrees with itself. */
    private static final class MemoryLog implements ReplicatedLog {
        private final Keyspace keyspace = new Keyspace();
        private final List<Command> appended = new ArrayList<>();

        @Override
        public CompletionStage<Reply> append(Command command, Deadline deadline) {
            appended.add(command);
            return CompletableFuture.completedFuture(keyspace.apply(command).reply());
        }

        @Override
        public CompletionStage<KeyspaceView> linearizableView(Deadline deadline) {
            return CompletableFuture.completedFuture(keyspace.view());
        }

        @Override
        public KeyspaceView localView() {
            return keyspace.view();
        }

        @Override
        public void onApplied(Runnable listener) {
            throw new UnsupportedOperationException("nobody watches here");
        }
    }
}
