package io.concord.spring.boot;

import io.concord.jcache.api.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A start that failed because the cluster did not accept the token (401), or does not let its owner do this (403). */
final class RefusedFailureAnalyzer extends AbstractFailureAnalyzer<RefusedException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RefusedException cause) {
        return switch (cause.code()) {
            case "unauthorized" ->
                new FailureAnalysis(
                        "The Concord cluster did not accept the token (401): " + cause.getMessage(),
                        "Give a token that is valid and not revoked, by concord.client.token-file, concord.client.token,"
                                + " the variable CONCORD_TOKEN, or the ConcordConnectionDetails of the application.",
                        cause);
            case "forbidden" ->
                new FailureAnalysis(
                        "The token does not permit what the application asked the Concord cluster for (403): "
                                + cause.getMessage(),
                        "Give a token whose owner may use the namespaces of the caches.",
                        cause);
            default -> null;
        };
    }
}
