package io.concord.server.service;

import io.concord.core.command.Refusal;
import io.concord.core.protocol.ErrorCode;

/**
 * What a caller is told where the state said no, whatever the protocol: what may be done about it by HTTP is HTTP's to say.
 *
 * @param subject what the operation was about, such as {@code entry 'k'}
 */
public record Refusals(String subject) implements Refusal.Handler<RequestFailure> {
    @Override
    public RequestFailure preconditionFailed(Refusal.PreconditionFailed failed) {
        return new RequestFailure(
                ErrorCode.PRECONDITION_FAILED,
                failed.entryRevision() == 0
                        ? "there is no " + subject
                        : subject + " is at revision " + failed.entryRevision() + "; read it again and decide anew");
    }

    @Override
    public RequestFailure namespaceMissing(Refusal.NamespaceMissing missing) {
        return new RequestFailure(ErrorCode.NAMESPACE_NOT_FOUND, "there is no namespace '" + missing.namespace() + "'");
    }

    @Override
    public RequestFailure namespaceExists(Refusal.NamespaceExists exists) {
        return new RequestFailure(
                ErrorCode.PRECONDITION_FAILED,
                "namespace '" + exists.namespace() + "' exists; leave the condition out to join it");
    }

    @Override
    public RequestFailure leaseMissing(Refusal.LeaseMissing missing) {
        return new RequestFailure(ErrorCode.LEASE_NOT_FOUND, "lease " + missing.leaseId() + " has ended or never was");
    }

    @Override
    public RequestFailure notANumber(Refusal.NotANumber notANumber) {
        return new RequestFailure(
                ErrorCode.NOT_A_NUMBER,
                "the value of " + subject + " is not a decimal number between -2^63 and 2^63-1, or would not be one"
                        + " afterwards");
    }

    @Override
    public RequestFailure quotaExceeded(Refusal.QuotaExceeded exceeded) {
        return switch (exceeded.quota()) {
            case ENTRIES -> full("the namespace may have " + exceeded.limit() + " entries (its maxEntries)");
            case BYTES -> full("the namespace may have " + exceeded.limit() + " bytes (its maxBytes)");
            case NAMESPACES -> full("the store may have " + exceeded.limit() + " namespaces");
            case LEASES_OF_AUTHOR ->
                full("you may have " + exceeded.limit() + " leases at once (concord.limits.leases-per-identity-max)");
            case LEASES -> full("the store may have " + exceeded.limit() + " leases");
            case REVOCATIONS ->
                full("the store may have " + exceeded.limit() + " revocations; give those to come an end (until)");
            case RULES -> full("the store may have " + exceeded.limit() + " rules; put grants together");
            case TOKENS ->
                full("the store may have " + exceeded.limit()
                        + " tokens of its own, revoked ones included until they would have ended; give them shorter"
                        + " lifetimes");
            case SIGNING_KEYS ->
                full("the store may have " + exceeded.limit()
                        + " signing keys; wait until the tokens of old ones have ended, or remove such a key");
            case ANSWER_BYTES ->
                new RequestFailure(
                        ErrorCode.TOO_LARGE,
                        "the answer would have more than " + exceeded.limit() + " bytes; ask for less at a time");
        };
    }

    @Override
    public RequestFailure stepRefused(Refusal.StepRefused refused) {
        var cause = refused.cause().acceptRefusal(this);
        return new RequestFailure(
                cause.code(),
                "step " + refused.step() + " of '" + (refused.succeeded() ? "then" : "else")
                        + "' was refused, so none was taken: " + cause.getMessage());
    }

    @Override
    public RequestFailure deadlinePassed(Refusal.DeadlinePassed passed) {
        return new RequestFailure(
                ErrorCode.UNAVAILABLE, "the write came too late to be carried out; nothing happened, so retry");
    }

    @Override
    public RequestFailure requestIdReused(Refusal.RequestIdReused reused) {
        return new RequestFailure(
                ErrorCode.REQUEST_ID_REUSED,
                "the request id has been used for another operation; each operation has its own");
    }

    @Override
    public RequestFailure requestForgotten(Refusal.RequestForgotten forgotten) {
        return new RequestFailure(
                ErrorCode.TIMEOUT, "the id of the write is no longer known; whether it was carried out neither");
    }

    @Override
    public RequestFailure tokenRevoked(Refusal.TokenRevoked revoked) {
        return Caller.tokenRevoked();
    }

    /** Seen by nobody: whoever submits decides anew. */
    @Override
    public RequestFailure rulesChanged(Refusal.RulesChanged changed) {
        return UnavailableException.notNow(
                "the rules have changed to revision " + changed.rulesRevision() + " meanwhile; retry");
    }

    @Override
    public RequestFailure tokenMissing(Refusal.TokenMissing missing) {
        return new RequestFailure(
                ErrorCode.NOT_FOUND, "there is no token '" + missing.id() + "' of Concord's own, or it has ended");
    }

    @Override
    public RequestFailure tokenExists(Refusal.TokenExists exists) {
        return new RequestFailure(
                ErrorCode.REQUEST_ID_REUSED,
                "the request id has made the token '" + exists.id() + "' before; each token needs one of its own");
    }

    @Override
    public RequestFailure signingKeyChanged(Refusal.SigningKeyChanged changed) {
        return new RequestFailure(
                ErrorCode.CONFLICT,
                changed.current()
                        .map(current -> "the key '" + current + "' signs; rotate before you remove it, and rotate again"
                                + " if somebody else has just done so")
                        .orElse("there is no signing key any more; make the token again"));
    }

    @Override
    public RequestFailure restoreMissing(Refusal.RestoreMissing missing) {
        return new RequestFailure(
                ErrorCode.NOT_FOUND,
                "there is no restore " + missing.restoreId()
                        + ", or not any more: it is given up two minutes after its last part. Begin another one");
    }

    @Override
    public RequestFailure restoreOccupied(Refusal.RestoreOccupied occupied) {
        return new RequestFailure(
                ErrorCode.CONFLICT,
                "restore " + occupied.restoreId() + " is under way. Wait until it is finished, which is two minutes"
                        + " after its last part at most, or abort it with DELETE /v1/cluster/restore/"
                        + occupied.restoreId());
    }

    @Override
    public RequestFailure storeNotEmpty(Refusal.StoreNotEmpty notEmpty) {
        return new RequestFailure(
                ErrorCode.CONFLICT,
                "the store holds " + notEmpty.entries() + " entries in " + notEmpty.namespaces()
                        + " namespaces, and a restore replaces them all; say so with force");
    }

    @Override
    public RequestFailure restoreInvalid(Refusal.RestoreInvalid invalid) {
        return switch (invalid.defect()) {
            case SEQUENCE ->
                new RequestFailure(
                        ErrorCode.CONFLICT,
                        "restore " + invalid.restoreId() + " waits for its part " + invalid.sequence());
            case RECORD ->
                new RequestFailure(
                        ErrorCode.INVALID_REQUEST,
                        "part " + invalid.sequence() + " of restore " + invalid.restoreId()
                                + " has a record that may not be there: out of order, of an unknown lease, or later"
                                + " than the backup");
            case TOTALS ->
                new RequestFailure(
                        ErrorCode.CONFLICT,
                        "restore " + invalid.restoreId() + " has had " + invalid.sequence()
                                + " parts, which are not the whole backup: its totals or its digest are others");
            case OVERTAKEN ->
                new RequestFailure(
                        ErrorCode.CONFLICT,
                        "more was written during restore " + invalid.restoreId()
                                + " than it left room for; begin anew");
        };
    }

    private static RequestFailure full(String rule) {
        return new RequestFailure(
                ErrorCode.STORAGE_FULL, rule + "; delete what is not needed, or have the limit raised");
    }
}
