package io.concord.spring.boot;

import io.concord.jcache.api.UnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A start that failed because the cluster was out of reach. */
final class UnavailableFailureAnalyzer extends AbstractFailureAnalyzer<UnavailableException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnavailableException cause) {
        return new FailureAnalysis(
                "The Concord cluster is out of reach: " + cause.getMessage(),
                "Start the cluster, or correct concord.client.endpoints (the variable CONCORD_ENDPOINTS, or the"
                        + " ConcordConnectionDetails of the application). To start without the cluster, ask no cache"
                        + " during the start, or set concord.cache.defaults.on-unavailable=miss.",
                cause);
    }
}
