package io.concord.core.state;

import io.concord.core.command.Operation;
import io.concord.core.command.Outcome;
import io.concord.core.command.Refusal;
import io.concord.core.model.Limits;
import io.concord.core.model.TokenSelector;
import io.concord.core.token.IssuedToken;
import io.concord.core.token.SigningKey;
import java.util.Optional;

/** The rules for Concord's own tokens and their keys. None makes a revision: no entry changes. */
final class TokenApplier {
    private static final long MILLIS = 1_000;

    private final Draft draft;

    TokenApplier(Draft draft) {
        this.draft = draft;
    }

    /** The token itself is signed by whoever asked, from what this outcome says and with the key that it names. */
    Outcome record(Operation.RecordToken record) {
        var tokens = draft.tokens();
        var key = tokens.current();
        if (key.isEmpty()) {
            return new Refusal.SigningKeyChanged(draft.revisionBefore(), Optional.empty());
        }
        if (tokens.get(record.id()) != null) {
            return new Refusal.TokenExists(draft.revisionBefore(), record.id());
        }
        if (tokens.isFull()) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.TOKENS, Limits.TOKENS_MAX);
        }
        var moment = draft.moment();
        long createdMillis = moment.writtenMillis() / MILLIS * MILLIS;
        long lifetimeMillis = record.lifetimeSeconds() * MILLIS;
        var token = new IssuedToken(
                record.id(),
                record.bearer(),
                key.get().id(),
                moment.author(),
                createdMillis,
                createdMillis + lifetimeMillis,
                moment.deadlineAfter(lifetimeMillis + Revocation.GRACE_MILLIS),
                Optional.empty());
        draft.replace(tokens.put(token).needing(token.key(), token.deadlineMillis()));
        return new Outcome.TokenRecorded(
                draft.revision(), token.id(), token.key(), token.createdMillis(), token.expiresMillis());
    }

    /** By a revocation like any other, kept until the token is over. One that is in force is enough. */
    Outcome revoke(Operation.RevokeIssuedToken revoke) {
        var token = draft.tokens().get(revoke.id());
        if (token == null) {
            return new Refusal.TokenMissing(draft.revisionBefore(), revoke.id());
        }
        var inForce = token.revoked().filter(end -> draft.revocations().has(end.revocationId()));
        if (inForce.isPresent()) {
            return new Outcome.TokensRevoked(draft.revision(), inForce.get().revocationId());
        }
        var revocations = draft.revocations();
        if (revocations.isFull()) {
            return new Refusal.QuotaExceeded(draft.revisionBefore(), Refusal.Quota.REVOCATIONS, Limits.REVOCATIONS_MAX);
        }
        long id = revocations.lastId() + 1;
        var selector = TokenSelector.ofId(IssuedToken.ISSUER, token.id().text());
        draft.replace(revocations.put(new Revocation(id, selector, token.deadlineMillis())));
        var moment = draft.moment();
        draft.replace(
                draft.tokens().put(token.with(new IssuedToken.Revoked(id, moment.author(), moment.writtenMillis()))));
        return new Outcome.TokensRevoked(draft.revision(), id);
    }

    /** Compares before it sets, so that of two who rotate at once one does. */
    Outcome add(Operation.AddSigningKey add) {
        var tokens = draft.tokens();
        var current = tokens.current().map(SigningKey::id);
        if (!current.equals(add.replacing()) || tokens.key(add.id()).isPresent()) {
            return new Refusal.SigningKeyChanged(draft.revisionBefore(), current);
        }
        if (tokens.hasAllKeys()) {
            return new Refusal.QuotaExceeded(
                    draft.revisionBefore(), Refusal.Quota.SIGNING_KEYS, Limits.SIGNING_KEYS_MAX);
        }
        var moment = draft.moment();
        var key = new SigningKey(
                add.id(),
                add.publicKey(),
                add.sealedKey(),
                moment.author(),
                moment.writtenMillis(),
                0,
                moment.timeMillis());
        draft.replace(tokens.put(key, moment.writtenMillis()));
        return new Outcome.SigningKeyAdded(draft.revision(), key.id());
    }

    /** Ends all that the key has signed, at once. The one that signs stays. */
    Outcome remove(Operation.RemoveSigningKey remove) {
        var tokens = draft.tokens();
        var current = tokens.current().map(SigningKey::id);
        if (current.equals(Optional.of(remove.id()))) {
            return new Refusal.SigningKeyChanged(draft.revisionBefore(), current);
        }
        var key = tokens.key(remove.id());
        key.ifPresent(known -> draft.replace(tokens.remove(known)));
        return new Outcome.SigningKeyRemoved(draft.revision(), key.isPresent());
    }
}
