package io.concord.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.concord.core.access.Role;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.Author;
import io.concord.core.model.InvalidValueException;
import io.concord.core.model.RequestId;
import io.concord.core.model.Token;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who makes, revokes and sees Concord's own tokens. */
class TokenServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final TokenBearer CI = new TokenBearer("ci", List.of("builders"));
    private static final TokenId SOME = new TokenId("some");

    private final MemoryLog log = new MemoryLog();
    private final FakeMint mint = new FakeMint();
    private final TokenService tokens = new TokenService(
            new StoreService(log, CLOCK, new StoreLimits(10, 3, 200), new MemoryGuard(() -> 2_000, () -> 1_000)), mint);

    /** Its tokens say what is in them. */
    private static final class FakeMint implements TokenMint {
        private boolean able = true;
        private int keys;

        @Override
        public NewKey newKey() {
            requireAble();
            keys++;
            return new NewKey(new TokenId("k" + keys), "public", "sealed");
        }

        @Override
        public void requireUse(SigningKey key) {
            requireAble();
        }

        @Override
        public String sign(SigningKey key, TokenBearer bearer, Outcome.TokenRecorded recorded) {
            requireAble();
            return bearer.name() + " " + recorded.id() + " by " + key.id();
        }

        private void requireAble() {
            if (!able) {
                throw new RequestFailure(ErrorCode.CONFLICT, "no secret");
            }
        }
    }

    @Test
    void the_first_token_makes_the_key_that_signs_it_also_where_the_store_is_full() {
        var minted = done(tokens.create(request("r1"), CI, 60));

        var recorded = (Outcome.TokenRecorded) minted.reply().outcome();
        assertThat(minted.token()).contains("ci " + recorded.id() + " by k1");
        assertThat(minted.toString()).doesNotContain(minted.token().orElseThrow());
        assertThat(recorded.id().text()).matches("[0-9a-f]{24}");
        assertThat(log.localView().signingKeys()).hasSize(1);
        assertThat(done(tokens.create(request("r2"), CI, 60)).token())
                .get()
                .asString()
                .endsWith("by k1");
        assertThat(mint.keys).isEqualTo(1);
    }

    @Test
    void a_retry_gets_the_same_token_and_another_request_with_its_id_none() {
        var first = done(tokens.create(request("r1"), CI, 60));

        var again = done(tokens.create(request("r1"), CI, 60));
        var other = done(tokens.create(request("r1"), CI, 61));

        assertThat(again.token()).isEqualTo(first.token());
        assertThat(again.reply().replayed()).isTrue();
        assertThat(other.reply().outcome()).isInstanceOf(Refusal.RequestIdReused.class);
        assertThat(other.token()).isEmpty();
        assertThat(log.localView().tokenCount()).isEqualTo(1);
    }

    @Test
    void a_node_that_cannot_sign_records_nothing() {
        mint.able = false;
        assertThatThrownBy(() -> done(tokens.create(request("r1"), CI, 60))).hasMessageContaining("no secret");
        assertThat(log.appended()).isEmpty();
        mint.able = true;
        done(tokens.create(request("r2"), CI, 60));
        mint.able = false;

        assertThatThrownBy(() -> done(tokens.create(request("r3"), CI, 60))).hasMessageContaining("no secret");
        assertThatThrownBy(() -> tokens.rotate(request("r4"))).hasMessageContaining("no secret");

        assertThat(log.localView().tokenCount()).isEqualTo(1);
    }

    @Test
    void after_a_rotation_the_new_key_signs_and_the_old_one_stays_for_its_tokens() {
        done(tokens.create(request("r1"), CI, 60));

        assertThat(done(tokens.rotate(request("r2"))).outcome()).isInstanceOf(Outcome.SigningKeyAdded.class);

        assertThat(done(tokens.create(request("r3"), CI, 60)).token())
                .get()
                .asString()
                .endsWith("by k2");
        assertThat(log.localView().signingKeys())
                .extracting(SigningKey::isRetired)
                .containsExactly(true, false);
        assertThat(done(tokens.removeKey(request("r4"), new TokenId("k2"))).outcome())
                .isInstanceOf(Refusal.SigningKeyChanged.class);
        assertThat(done(tokens.removeKey(request("r5"), new TokenId("k1"))).outcome())
                .isInstanceOf(Outcome.SigningKeyRemoved.class);
    }

    @Test
    void a_token_that_is_revoked_is_refused_by_the_state() {
        var id = ((Outcome.TokenRecorded)
                        done(tokens.create(request("r1"), CI, 60)).reply().outcome())
                .id();

        assertThat(done(tokens.revoke(request("r2"), id)).outcome()).isInstanceOf(Outcome.TokensRevoked.class);

        var token = log.localView().token(id).orElseThrow();
        assertThat(log.localView().isRevoked(token.author(), Optional.of(token.token())))
                .isTrue();
    }

    @Test
    void nobody_revokes_his_own_token() {
        var own = new Token("own", 0);
        var caller = new Caller(
                new Author(IssuedToken.ISSUER, "ci"), Optional.of(own), Set.of(Role.ADMIN), Optional.empty());
        var context = new WriteContext(caller, new RequestId("r1"), deadline());

        assertThat(failure(() -> tokens.revoke(context, new TokenId("own"))).code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(done(tokens.revoke(context, SOME)).outcome()).isInstanceOf(Refusal.TokenMissing.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
    void nobody_else_has_anything_to_do_with_tokens(Role role) {
        var caller = new Caller(new Author("idp", "alice"), Set.of(role));
        var context = new WriteContext(caller, new RequestId("r1"), deadline());

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> tokens.create(context, CI, 60),
                () -> tokens.revoke(context, SOME),
                () -> tokens.rotate(context),
                () -> tokens.removeKey(context, SOME),
                () -> tokens.read(caller, deadline()))) {
            assertThat(failure(call).code()).isEqualTo(ErrorCode.FORBIDDEN);
        }
        assertThat(log.appended()).isEmpty();
    }

    @Test
    void a_lifetime_is_a_second_to_a_year() {
        assertThatThrownBy(() -> tokens.create(request("r1"), CI, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> tokens.create(request("r1"), CI, 31_622_401))
                .isInstanceOf(InvalidValueException.class);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static WriteContext request(String id) {
        var caller = new Caller(new Author("idp", "root"), Set.of(Role.ADMIN));
        return new WriteContext(caller, new RequestId(id), deadline());
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(1));
    }

    private static RequestFailure failure(ThrowingCallable call) {
        return catchThrowableOfType(RequestFailure.class, call);
    }
}
