package io.concord.server.service;

import io.concord.core.access.Need;
import io.concord.core.access.Verb;
import io.concord.core.command.Operation;
import io.concord.core.command.Reply;
import io.concord.core.model.TokenSelector;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Revocations of tokens on behalf of an administrator. */
public final class RevocationService {
    private final StoreService store;
    private final Clock clock;

    public RevocationService(StoreService store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Revokes tokens; completes as {@link StoreService#write}.
     *
     * @param until when they have expired, so that the revocation may be forgotten; empty for never
     * @param includingOwn whether the caller's own token may be among them: nobody locks himself out unasked
     * @throws RequestFailure {@link ErrorCode#CONFLICT} if it is, and may not
     */
    public CompletionStage<Reply> revoke(
            WriteContext context, TokenSelector tokens, Optional<Instant> until, boolean includingOwn) {
        store.requireAdministrator(context.caller(), context.deadline());
        until.ifPresent(this::requireFuture);
        if (!includingOwn && coversOwn(context.caller(), tokens)) {
            throw new RequestFailure(
                    ErrorCode.CONFLICT,
                    "your own token is among those to be revoked; say so with \"includingOwn\": true, or select others");
        }
        return store.write(
                context,
                new Operation.RevokeTokens(
                        tokens, until.map(Instant::toEpochMilli).orElse(0L)));
    }

    /** Takes a revocation back. */
    public CompletionStage<Reply> lift(WriteContext context, long id) {
        store.requireAdministrator(context.caller(), context.deadline());
        return store.write(context, new Operation.LiftRevocation(id));
    }

    /** A view with all revocations that were acknowledged before the call. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        store.requireAdministrator(caller, deadline);
        return store.read(caller, List.of(Need.everything(Verb.ADMIN)), deadline);
    }

    private void requireFuture(Instant until) {
        if (!until.isAfter(clock.instant())) {
            throw new RequestFailure(
                    ErrorCode.INVALID_REQUEST,
                    "'until' is in the past: tokens that have expired by then need no revocation");
        }
    }

    private boolean coversOwn(Caller caller, TokenSelector tokens) {
        return caller.token()
                .filter(own -> tokens.at(clock.millis()).selects(caller.author(), own))
                .isPresent();
    }
}
