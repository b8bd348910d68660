package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.access.Role;
import io.concord.core.command.Command;
import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.model.Author;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.model.TokenSelector;
import io.concord.core.protocol.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may revoke which tokens. */
class RevocationServiceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ISSUER = "https://issuer.example";
    private static final TokenSelector STOLEN = TokenSelector.ofId(ISSUER, "stolen");

    private final MemoryLog log = new MemoryLog();
    private final RevocationService revocations = new RevocationService(
            new StoreService(log, CLOCK, new StoreLimits(10, 3, 200), new MemoryGuard(() -> 2_000, () -> 1_000)),
            CLOCK);

    @Test
    void an_administrator_revokes_tokens_also_where_the_store_is_full() {
        var until = NOW.plusSeconds(60);

        var reply = revocations
                .revoke(request(Role.ADMIN), STOLEN, Optional.of(until), false)
                .toCompletableFuture()
                .join();

        assertThat(reply.outcome()).isInstanceOf(Outcome.TokensRevoked.class);
        assertThat(((Command.Write) log.appended().get(0)).operation())
                .isEqualTo(new Operation.RevokeTokens(STOLEN, until.toEpochMilli()));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void nobody_else_revokes_lifts_or_reads(Role role) {
        assertThat(failure(() -> revocations.revoke(request(role), STOLEN, Optional.empty(), false))
                        .code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(failure(() -> revocations.lift(request(role), 1)).code()).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(failure(() -> revocations.read(caller(role), deadline())).code())
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(log.appended()).isEmpty();
    }

    @Test
    void an_end_that_has_passed_is_refused() {
        var refused = failure(() -> revocations.revoke(request(Role.ADMIN), STOLEN, Optional.of(NOW), false));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused).hasMessageContaining("'until' is in the past");
    }

    @Test
    void the_callers_own_token_is_among_those_revoked_only_if_that_is_said() {
        var everything = new TokenSelector(ISSUER, "", "", 0);
        var own = TokenSelector.ofId(ISSUER, "own");

        for (var tokens : new TokenSelector[] {everything, own}) {
            var refused = failure(() -> revocations.revoke(request(Role.ADMIN), tokens, Optional.empty(), false));
            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused).hasMessageContaining("includingOwn");
        }
        assertThat(log.appended()).isEmpty();
        assertThat(revocations.revoke(request(Role.ADMIN), everything, Optional.empty(), true))
                .isCompleted();
        assertThat(log.appended()).hasSize(1);
    }

    @Test
    void tokens_of_before_the_callers_own_are_revoked_without_more_ado() {
        var older = new TokenSelector(ISSUER, "", "alice", NOW.minusSeconds(60).toEpochMilli());

        assertThat(revocations.revoke(request(Role.ADMIN), older, Optional.empty(), false))
                .isCompleted();
    }

    private static WriteContext request(Role role) {
        return new WriteContext(caller(role), new RequestId("r-1"), deadline());
    }

    /** With a token of a minute ago. */
    private static Caller caller(Role role) {
        var token = Optional.of(new Token("own", NOW.minusSeconds(60).toEpochMilli()));
        return new Caller(new Author(ISSUER, "alice"), token, Set.of(role), Optional.empty());
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(1));
    }

    private static RequestFailure failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RequestFailure.class, call);
    }
}
