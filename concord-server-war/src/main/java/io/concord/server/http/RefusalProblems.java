package io.concord.server.http;

import io.concord.core.command.Outcome;
import io.concord.core.protocol.ErrorCode;
import io.concord.core.protocol.Headers;

/**
 * What the caller is told where the state said no.
 *
 * @param subject what the operation was about, such as {@code entry 'k'}
 */
record RefusalProblems(String subject) implements Outcome.RefusalHandler<Problem> {
    @Override
    public Problem preconditionFailed(Outcome.PreconditionFailed failed) {
        return new Problem(
                ErrorCode.PRECONDITION_FAILED,
                failed.entryRevision() == 0
                        ? "there is no " + subject
                        : subject + " is at revision " + failed.entryRevision() + "; read it again and decide anew");
    }

    @Override
    public Problem namespaceMissing(Outcome.NamespaceMissing missing) {
        return new Problem(
                ErrorCode.NAMESPACE_NOT_FOUND,
                "there is no namespace '" + missing.namespace() + "'; create it with PUT /v1/namespaces/{namespace}");
    }

    @Override
    public Problem namespaceExists(Outcome.NamespaceExists exists) {
        return new Problem(
                ErrorCode.PRECONDITION_FAILED,
                "namespace '" + exists.namespace() + "' exists; leave If-None-Match out to join it");
    }

    @Override
    public Problem leaseMissing(Outcome.LeaseMissing missing) {
        return new Problem(
                ErrorCode.LEASE_NOT_FOUND,
                "lease " + missing.leaseId() + " has ended or never was; grant another one with POST /v1/leases");
    }

    @Override
    public Problem notANumber(Outcome.NotANumber notANumber) {
        return new Problem(
                ErrorCode.NOT_A_NUMBER,
                "the value of " + subject + " is not a decimal number between -2^63 and 2^63-1, or would not be one"
                        + " afterwards");
    }

    @Override
    public Problem quotaExceeded(Outcome.QuotaExceeded exceeded) {
        return switch (exceeded.quota()) {
            case ENTRIES -> full("the namespace may have " + exceeded.limit() + " entries (its maxEntries)");
            case BYTES -> full("the namespace may have " + exceeded.limit() + " bytes (its maxBytes)");
            case NAMESPACES -> full("the store may have " + exceeded.limit() + " namespaces");
            case LEASES -> full("the store may have " + exceeded.limit() + " leases");
            case ANSWER_BYTES ->
                new Problem(
                        ErrorCode.TOO_LARGE,
                        "the answer would have more than " + exceeded.limit() + " bytes; ask for less at a time");
        };
    }

    @Override
    public Problem stepRefused(Outcome.StepRefused refused) {
        var cause = refused.cause().acceptRefusal(this);
        return new Problem(
                cause.code(),
                "step " + refused.step() + " of '" + (refused.succeeded() ? "then" : "else")
                        + "' was refused, so none was taken: " + cause.detail());
    }

    @Override
    public Problem deadlinePassed(Outcome.DeadlinePassed passed) {
        return new Problem(
                ErrorCode.UNAVAILABLE, "the write came too late to be carried out; nothing happened, so retry");
    }

    @Override
    public Problem requestIdReused(Outcome.RequestIdReused reused) {
        return new Problem(
                ErrorCode.REQUEST_ID_REUSED,
                "the " + Headers.IDEMPOTENCY_KEY + " has been used for another operation; each operation has its own");
    }

    @Override
    public Problem requestForgotten(Outcome.RequestForgotten forgotten) {
        return new Problem(
                ErrorCode.TIMEOUT, "the id of the write is no longer known; whether it was carried out neither");
    }

    private static Problem full(String rule) {
        return new Problem(ErrorCode.STORAGE_FULL, rule + "; delete what is not needed, or have the limit raised");
    }
}
