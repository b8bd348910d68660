package io.concord.server.service;

import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Reply;
import io.concord.core.model.RequestId;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.state.KeyspaceView;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import io.concord.core.token.TokenBearer;
import io.concord.core.token.TokenId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Concord's own tokens and their keys, on behalf of an administrator. */
public final class TokenService {
    /** 96 bits: none is ever given twice. */
    private static final int ID_BYTES = 12;

    private final StoreService store;
    private final TokenMint mint;

    /** What became of a token, and the token itself if it was recorded. */
    public record Minted(Reply reply, Optional<String> token) {
        /** The token is for one reader only. */
        @Override
        public String toString() {
            return "Minted[" + reply + "]";
        }
    }

    public TokenService(StoreService store, TokenMint mint) {
        this.store = store;
        this.mint = mint;
    }

    /**
     * Makes a token; the first one makes the key that signs it. A retry of the request gets the same token again, for as
     * long as requests are remembered.
     *
     * @throws RequestFailure {@link ErrorCode#CONFLICT} if this node cannot sign
     */
    public CompletionStage<Minted> create(WriteContext context, TokenBearer bearer, long lifetimeSeconds) {
        context.caller().require(Permission.ADMIN);
        TokenBearer.requireLifetime(lifetimeSeconds);
        return withKey(context)
                .thenCompose(ready ->
                        store.write(context, new Operation.RecordToken(idOf(context), bearer, lifetimeSeconds)))
                .thenCompose(reply -> signed(context, bearer, reply));
    }

    /** Revokes a token of Concord's own by its id; nobody his own, for he would not be able to take it back. */
    public CompletionStage<Reply> revoke(WriteContext context, TokenId id) {
        var caller = context.caller();
        caller.require(Permission.ADMIN);
        if (caller.author().issuer().equals(IssuedToken.ISSUER)
                && caller.token().filter(own -> own.id().equals(id.text())).isPresent()) {
            throw new RequestFailure(
                    ErrorCode.CONFLICT,
                    "that is your own token; use another administrator's, or make a revocation that says"
                            + " \"includingOwn\": true");
        }
        return store.write(context, new Operation.RevokeIssuedToken(id));
    }

    /** Lets a new key sign from now on. */
    public CompletionStage<Reply> rotate(WriteContext context) {
        context.caller().require(Permission.ADMIN);
        var key = mint.newKey();
        return read(context.caller(), context.deadline())
                .thenCompose(view ->
                        store.write(context, adding(key, current(view).map(SigningKey::id))));
    }

    /** Forgets a key that signs no more, and with it what it has signed. */
    public CompletionStage<Reply> removeKey(WriteContext context, TokenId id) {
        context.caller().require(Permission.ADMIN);
        return store.write(context, new Operation.RemoveSigningKey(id));
    }

    /** A view with all tokens and keys that were acknowledged before the call. */
    public CompletionStage<KeyspaceView> read(Caller caller, Deadline deadline) {
        caller.require(Permission.ADMIN);
        return store.read(caller, deadline);
    }

    /** Before anything is recorded: a token that cannot be signed is to be none. */
    private CompletionStage<Boolean> withKey(WriteContext context) {
        return read(context.caller(), context.deadline()).thenCompose(view -> {
            var current = current(view);
            if (current.isPresent()) {
                mint.requireUse(current.get());
                return CompletableFuture.completedFuture(true);
            }
            var first = new WriteContext(
                    context.caller(), new RequestId(UUID.randomUUID().toString()), context.deadline());
            // Whoever else makes the first key at the same time is as good.
            return store.write(first, adding(mint.newKey(), Optional.empty())).thenApply(reply -> true);
        });
    }

    private CompletionStage<Minted> signed(WriteContext context, TokenBearer bearer, Reply reply) {
        if (!(reply.outcome() instanceof Outcome.TokenRecorded recorded)) {
            return CompletableFuture.completedFuture(new Minted(reply, Optional.empty()));
        }
        return read(context.caller(), context.deadline()).thenApply(view -> {
            var key = view.signingKey(recorded.key())
                    .orElseThrow(() -> new RequestFailure(
                            ErrorCode.CONFLICT,
                            "the key that was to sign the token has been removed meanwhile; make another one"));
            return new Minted(reply, Optional.of(mint.sign(key, bearer, recorded)));
        });
    }

    private static Operation.AddSigningKey adding(TokenMint.NewKey key, Optional<TokenId> replacing) {
        return new Operation.AddSigningKey(key.id(), key.publicKey(), key.sealedKey(), replacing);
    }

    private static Optional<SigningKey> current(KeyspaceView view) {
        var keys = view.signingKeys();
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
    }

    /** Made of the request, so that a retry is the same operation. */
    private static TokenId idOf(WriteContext context) {
        try {
            var author = context.caller().author();
            var sha256 = MessageDigest.getInstance("SHA-256");
            for (var text : new String[] {
                author.issuer(), author.subject(), context.requestId().text()
            }) {
                sha256.update(text.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            var digits = String.format("%064x", new BigInteger(1, sha256.digest()));
            return new TokenId(digits.substring(0, 2 * ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
